"""The closed lists of the field, each term with its label and definition. The tables and the forms follow this file."""

from typing import NamedTuple


class Term(NamedTuple):
    """One word of a vocabulary: its code, the label that people read, what it means."""

    code: str
    label: str
    definition: str


def read_terms(text: str) -> dict[str, Term]:
    """Read terms that are written one a line: code, label, definition, with bars between."""
    rows = (line.split(" | ") for line in text.strip().splitlines())
    return {code.strip(): Term(code.strip(), label.strip(), definition.strip()) for code, label, definition in rows}


ENTITY_KINDS = read_terms("""
tool | tool | A product that a person or an organisation uses.
model | model | A trained model on which tools are built.
dataset | data set | Data made or labelled by people, on which models are trained or tested.
vendor | vendor | Sells AI tools, or buys data work to build them.
outsourcer | outsourcer | A firm that employs people for data work on behalf of others.
platform | platform | A clickwork or crowd platform through which people are given tasks.
client | client | An organisation that buys data work for its own use.
worker_organisation | worker organisation | A union, association or network of workers.
company | company | Any other company: a parent, an investor, a staffing firm.
undisclosed | undisclosed party | A party that a source describes and does not name.
""")
PRODUCTS = ("tool", "model", "dataset")
"""The kinds that have a trace: what people use, and what it is made of."""
EMPLOYER_KINDS = ("outsourcer", "platform", "undisclosed")

RELATIONS = read_terms("""
provided_by | provided by | The tool, model or data set is offered by this organisation.
built_on | built on | The tool or model uses this model, tool or data set.
data_work_by | data work by | People at this firm or platform annotate, rate, moderate or check for the other side.
subcontracts_to | subcontracts to | The firm passes the work on to this firm or platform.
operated_by | operated by | The platform is run by this company.
owned_by | owned by | The organisation belongs to this company.
uses | uses | The client uses this tool.
organises | organises | The worker organisation organises people at this firm or platform.
""")
LABOUR_RELATIONS = ("data_work_by", "subcontracts_to")
STRUCTURE_RELATIONS = ("built_on", "provided_by", "operated_by")

_ORGANISATIONS = ("vendor", "outsourcer", "platform", "client", "company", "undisclosed")
_DEMAND = (*PRODUCTS, "vendor", "client", "undisclosed")
RELATION_PAIRS: frozenset[tuple[str, str, str]] = frozenset(
    [("provided_by", s, o) for s in (*PRODUCTS, "undisclosed") for o in _ORGANISATIONS]
    + [("built_on", s, o) for s in (*PRODUCTS, "undisclosed") for o in (*PRODUCTS, "undisclosed")]
    + [("data_work_by", s, o) for s in _DEMAND for o in EMPLOYER_KINDS]
    + [("subcontracts_to", s, o) for s in EMPLOYER_KINDS for o in EMPLOYER_KINDS]
    + [("operated_by", s, o) for s in ("platform", "undisclosed") for o in _ORGANISATIONS if o != "platform"]
    + [("owned_by", s, o) for s in _ORGANISATIONS for o in _ORGANISATIONS]
    + [("uses", s, "tool") for s in ("client", "vendor", "company", "outsourcer", "undisclosed")]
    + [("uses", "client", "undisclosed")]
    + [("organises", "worker_organisation", o) for o in (*EMPLOYER_KINDS, "vendor", "client")]
)
"""Which kinds a relation may join, from the demand side to the supply side: (relation, subject kind, object kind)."""

LINK_STANCES = read_terms("""
affirms | reported | The source says that the link exists.
denies | denied | The source says that the link does not exist.
inferred | inferred | A reader put it together; no source says it in one place.
refuted | refuted | It was reported and has since been shown to be wrong.
""")
SCOPE_MODES = read_terms("""
listed | for named products | The source names the products that the work was for.
all | for all products | The source says that it holds for everything the firm makes.
unstated | product not stated | The source does not say for which product.
""")
OBJECT_STATES = read_terms("""
known | known | The other side is named or described.
some | exists, not named | The source says that there is such a party and does not describe it.
none | said to be none | The source says that there is no such party.
""")
ASSERTED_BY = read_terms("""
worker | a worker | One person who did the work.
workers | workers | Several people who did the work.
worker_organisation | a worker organisation | A union, association or network of workers.
firm_itself | the firm itself | The firm that the claim is about.
client | the client | The organisation that buys the work.
former_manager | a former manager | Someone who used to lead the work.
reporter_saw | seen by the reporter | The reporter saw the document or the thing itself.
researcher | a researcher | Someone who measured or surveyed.
court_filing | a court filing | Pleaded before a court, not decided.
court_finding | a court finding | Found by a court.
regulator | a regulator | Found or decided by a public authority.
job_advert | a job advertisement | Offered in an advertisement.
unknown | not recorded | Who says it was not recorded.
""")

UNITS = read_terms("""
hour | an hour | Pay for one hour.
day | a day | Pay for one day or shift.
week | a week | Pay for one week.
month | a month | Pay for one month.
year | a year | Pay for one year.
task | a task | Pay for one piece; the extent of the piece stands in the note.
""")
BASES = read_terms("""
gross | gross | Before tax and contributions.
net | net | What is paid out.
paid_by_client | paid by the client | What the client pays the firm, not what the worker gets.
unknown | gross or net not stated | The source does not say.
""")
PAY_KINDS = read_terms("""
reported | reported | Said to have been paid.
offered | offered | Named in an offer or advertisement.
promised | promised | Named in a promise or forecast of earnings.
claimed_by_firm | claimed by the firm | The firm's own figure.
measured | measured | Worked out from records or a survey.
alleged | alleged | Pleaded in court or in a complaint.
recommended | recommended | Advised to those who set the pay.
contract_price | contract price | Named in a contract between firms.
""")

PRACTICE_GROUPS = read_terms("""
surveillance | Surveillance | How people are watched and steered at work.
conditions | Conditions | How people are contracted, paid and treated.
good_practice | Good practice | What a firm does for the people who work for it.
""")
_SURVEILLANCE = read_terms("""
screen_recording | screen recording | The screen is filmed.
screenshots | screenshots | Pictures of the screen are taken.
webcam_capture | webcam capture | The worker's camera takes pictures or film.
keystroke_logging | keystroke logging | Keys are counted or recorded.
mouse_tracking | mouse tracking | Mouse movements are counted or recorded.
managed_browser | managed browser | Work is only possible in a browser that the firm controls.
activity_tracking | activity tracking | Software measures how active someone is.
time_tracking | time tracking | Working time or time per task is measured by software.
location_tracking | location tracking | The place of the worker is recorded.
biometric_identification | biometric identification | Faces, fingerprints or voices identify workers.
device_inspection | device inspection | The firm looks into the worker's own device.
communications_monitoring | communications monitoring | Messages or calls are read or listened to.
home_imaging | pictures of the home | Pictures of the room or home are demanded or taken.
workplace_cctv | cameras at the workplace | Cameras film the workplace.
social_media_monitoring | social media monitoring | The firm follows what workers say in public.
performance_scoring | performance scoring | People are scored or ranked by software or managers.
productivity_quota | productivity quota | A number of pieces or seconds per piece is demanded.
algorithmic_allocation | algorithmic allocation | Software decides who gets which work.
algorithmic_deactivation | algorithmic deactivation | Software shuts people out.
nda_gag | gag by non-disclosure agreement | People may not speak about their work.
own_data_collection | collection of the worker's own data | Voice, face or other data of the worker is collected.
""")
_CONDITIONS = read_terms("""
unpaid_time | unpaid time | Work or waiting that is not paid.
withheld_pay | withheld pay | Pay is kept back or refused.
late_pay | late pay | Pay comes late.
piece_rate | piece rate | Pay by the piece.
below_minimum_wage | below the minimum wage | Said to be less than the legal minimum.
below_living_wage | below a living wage | Said to be less than a living wage.
falling_rates | falling rates | Rates went down.
unequal_pay | unequal pay | Different pay for the same work.
no_contract | no contract | People work without a contract.
self_employed_status | treated as self-employed | People count as self-employed.
short_term_contract | short contracts | Contracts of weeks or months.
no_social_insurance | no social insurance | No social insurance is paid.
no_sick_pay | no sick pay | No pay in illness.
on_call_night_work | on call or at night | Work on call or at night.
excessive_hours | excessive hours | Long hours or overtime.
hours_cap | capped hours | Hours are held down to stay under a threshold.
opaque_task_allocation | unexplained allocation of work | People do not learn why they get work or none.
arbitrary_dismissal | arbitrary dismissal | Dismissal without reason or notice.
mass_redundancy | mass redundancy | Many people lose their jobs at once.
site_closure | closure of a site | A site is closed.
retaliation | retaliation | Speaking up is punished.
union_busting | action against unions | Organising is hindered or punished.
post_employment_ban | ban after employment | People may not work elsewhere afterwards.
residence_tied_to_job | residence tied to the job | The right to stay hangs on the job.
traumatic_content | disturbing content | The work shows violence or abuse.
no_psychological_support | no psychological support | Support is missing or not enough.
psychological_harm | psychological harm | The work made people ill.
physical_harm | physical harm or danger | The work hurts or endangers the body.
sexual_harassment | sexual harassment | Harassment at work.
client_concealed | client concealed | People do not learn for whom they work.
hidden_labour | hidden labour | A product is sold as automatic while people do the work.
recruitment_deception | deception in recruitment | People were told something else about the work.
child_labour | child labour | Minors do the work.
forced_labour_indicator | indicator of forced labour | A sign of force listed by the ILO.
discrimination | discrimination | Unequal treatment by origin, sex or other ground.
poor_grievance | no working complaint channel | Complaints lead nowhere.
""")
_GOOD = read_terms("""
living_wage_commitment | living wage commitment | The firm commits itself to a living wage.
paid_training | paid training | Training is paid.
psychological_support | psychological support | Support is offered.
grievance_channel | complaint channel | There is a channel for complaints.
collective_agreement | collective agreement | Pay and conditions are agreed with a union.
sick_pay | sick pay | Illness is paid.
permanent_contract | permanent contract | Contracts without an end.
wage_increase | wage increase | Pay went up.
""")
PRACTICES = _SURVEILLANCE | _CONDITIONS | _GOOD
PRACTICE_GROUP = (
    dict.fromkeys(_SURVEILLANCE, "surveillance")
    | dict.fromkeys(_CONDITIONS, "conditions")
    | dict.fromkeys(_GOOD, "good_practice")
)
PRACTICE_STANCES = read_terms("""
reported | reported | The source says that it is so.
denied | denied | The source says that it is not so.
ended | ended | The source says that it was so and is no longer.
""")

SOURCE_KINDS = read_terms("""
investigation | investigation | Reporting by the press.
study | study | Peer-reviewed or institutional research.
ngo_report | NGO report | A report by a non-governmental organisation.
court_record | court record | A judgment, order or filing.
company_statement | company statement | What a company says.
worker_testimony | worker testimony | What a person who did the work says.
regulator | regulator | A public authority's record.
dataset | data set | Published data.
reference | reference | An encyclopedia, card, directory or the like.
""")
SOURCE_SEEN = read_terms("""
yes | passage read | The passage itself was read.
secondary | read in another source | Only another source that reports it was read.
""")
SOURCE_QUALITIES = read_terms("""
original | original | The work itself.
copy | copy | A reprint of another publisher's work.
translation | translation | A translation of another work.
summary | summary | A summary of another work.
mirror | mirror | A stored copy of the page.
digest | digest | A collection that reports on several works.
""")
RELAYED_QUALITIES = ("copy", "translation", "summary", "mirror", "digest")
CITATION_STANCES = read_terms("""
supports | supports | The source says what the claim says.
contradicts | contradicts | The source says the opposite.
mentions | mentions | The source touches on it without deciding it.
""")

RESPONSE_STANCES = read_terms("""
denies | denies | The organisation says that the claim is wrong.
partly_denies | partly denies | The organisation says that a part of the claim is wrong.
acknowledges | acknowledges | The organisation says that the claim is right.
clarifies | comments | The organisation says something about it without denying or admitting it.
remedied | says it was remedied | The organisation says that it changed something.
no_answer | gave no answer | A source reports that the organisation was asked and did not answer.
answers | answers | The organisation answers a question of the questionnaire.
refuses | refuses to answer | The organisation says that it does not answer a question of the questionnaire.
does_not_know | does not know | The organisation says that it does not know the answer to a question of the questionnaire.
""")
QUESTION_STANCES = ("answers", "refuses", "does_not_know")
"""What can be said to a question, and to nothing else."""
ADDRESSES_POINT = read_terms("""
yes | to the point | The answer speaks to what is claimed.
partly | partly to the point | The answer speaks to a part of what is claimed.
no | beside the point | The answer speaks of something else.
unknown | not judged | Nobody has judged it.
""")
UNKNOWN_TOPICS = read_terms("""
pay | pay | What the people are paid.
surveillance | surveillance | How the people are watched.
suppliers | suppliers | Which firms do the work.
conditions | conditions | How the people are treated.
""")

UNDISCLOSED_REASONS = read_terms("""
source_withholds | the source withholds the name | The source knows the name and does not print it.
source_does_not_know | the source does not know the name | The source says that it could not find out.
under_nda | under a non-disclosure agreement | The people may not say.
withheld_by_us_for_safety | withheld for safety | We know the name and withhold it to protect someone.
company_declined_to_say | the company declined to say | Asked, the company did not name the party.
in_house | own staff | The organisation's own people do the work.
volunteers | volunteers | Unpaid volunteers or users do the work.
not_recorded | not recorded | Why the name is missing was not recorded.
""")
NAME_KINDS = read_terms("""
alias | also known as | Another name in use.
former | formerly | A name used in the past.
legal | legal name | The registered name.
""")
IDENTIFIER_SCHEMES = read_terms("""
lei | LEI | Legal Entity Identifier, ISO 17442.
wikidata | Wikidata | Item id in Wikidata.
opencorporates | OpenCorporates | Address of the company in OpenCorporates.
company_number | company number | Number in the national register.
vat | VAT number | Value added tax number.
""")
JUDGEMENTS = read_terms("""
same | the same | Both ids mean one and the same party.
different | not the same | The two are different parties.
unsure | undecided | It was looked at and cannot be decided yet.
""")
REQUEST_OUTCOMES = read_terms("""
open | open | Asked, not yet due or not yet answered.
answered | answered | An answer came.
no_answer | no answer | No answer came by the day it was due.
undeliverable | undeliverable | The letter could not be delivered.
withdrawn | withdrawn | We took the request back.
""")
VERIFICATION_OUTCOMES = read_terms("""
confirmed | confirmed | A second reader found the passage and reads it the same way.
not_found | not found | A second reader did not find the passage.
misread | misread | A second reader reads the passage otherwise.
""")
SCOPE_DIMENSIONS = read_terms("""
tool | product | A tool, model or data set.
client | client | The organisation for which the work is done.
site | place | A city, region or site.
country | country | The country where the work is done.
work_type | kind of work | The kind of work, in the words of the source.
""")
CLAIM_KINDS = read_terms("""
link | supply link | One party is supplied by another.
wage | pay report | What is paid at an employer.
practice | practice report | How people are watched or treated at an employer.
figure | figure | A number about the field.
response | response | What an organisation answered, or that it did not.
""")

COUNTRIES = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
    CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE
    GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM
    KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
    NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH
    SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG
    VI VN VU WF WS YE YT ZA ZM ZW XK""".split()
)
"""ISO 3166-1 alpha-2, and XK for Kosovo."""
CURRENCIES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
    SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VEF VES VND VUV
    WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL""".split()
)
"""ISO 4217, with those that ended since 2015."""

VOCABULARIES: dict[str, dict[str, Term]] = {
    "entity_kind": ENTITY_KINDS,
    "relation": RELATIONS,
    "link_stance": LINK_STANCES,
    "scope_mode": SCOPE_MODES,
    "object_state": OBJECT_STATES,
    "asserted_by": ASSERTED_BY,
    "unit": UNITS,
    "basis": BASES,
    "pay_kind": PAY_KINDS,
    "practice_group": PRACTICE_GROUPS,
    "practice": PRACTICES,
    "practice_stance": PRACTICE_STANCES,
    "source_kind": SOURCE_KINDS,
    "source_seen": SOURCE_SEEN,
    "source_quality": SOURCE_QUALITIES,
    "citation_stance": CITATION_STANCES,
    "response_stance": RESPONSE_STANCES,
    "addresses_point": ADDRESSES_POINT,
    "unknown_topic": UNKNOWN_TOPICS,
    "undisclosed_reason": UNDISCLOSED_REASONS,
    "name_kind": NAME_KINDS,
    "identifier_scheme": IDENTIFIER_SCHEMES,
    "judgement": JUDGEMENTS,
    "request_outcome": REQUEST_OUTCOMES,
    "verification_outcome": VERIFICATION_OUTCOMES,
    "scope_dimension": SCOPE_DIMENSIONS,
    "claim_kind": CLAIM_KINDS,
}
"""Every vocabulary by the name of its table. `country` and `currency` are tables too, with the ISO codes above."""
