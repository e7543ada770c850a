"""Vocabularies: every closed list as a table, so that the database refuses a term that nobody defined."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TERMS = {
    "entity_kind": "tool model dataset vendor outsourcer platform client worker_organisation company undisclosed",
    "relation": "provided_by built_on data_work_by subcontracts_to operated_by owned_by uses organises",
    "link_stance": "affirms denies inferred refuted",
    "scope_mode": "listed all unstated",
    "object_state": "known some none",
    "asserted_by": """
        worker workers worker_organisation firm_itself client former_manager reporter_saw researcher
        court_filing court_finding regulator job_advert unknown
    """,
    "unit": "hour day week month year task",
    "basis": "gross net paid_by_client unknown",
    "pay_kind": "reported offered promised claimed_by_firm measured alleged recommended contract_price",
    "practice_group": "surveillance conditions good_practice",
    "practice_stance": "reported denied ended",
    "source_kind": """
        investigation study ngo_report court_record company_statement worker_testimony regulator dataset
        reference
    """,
    "source_seen": "yes secondary",
    "source_quality": "original copy translation summary mirror digest",
    "citation_stance": "supports contradicts mentions",
    "response_stance": "denies partly_denies acknowledges clarifies remedied no_answer",
    "addresses_point": "yes partly no unknown",
    "unknown_topic": "pay surveillance suppliers conditions",
    "undisclosed_reason": """
        source_withholds source_does_not_know under_nda withheld_by_us_for_safety company_declined_to_say
        in_house volunteers not_recorded
    """,
    "name_kind": "alias former legal",
    "identifier_scheme": "lei wikidata opencorporates company_number vat",
    "judgement": "same different unsure",
    "request_outcome": "open answered no_answer undeliverable",
    "verification_outcome": "confirmed not_found misread",
    "scope_dimension": "tool client site country work_type",
    "claim_kind": "link wage practice figure response",
    "country": """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV
        BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES
        ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE
        IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY
        MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU
        NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM
        SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE
        VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """,
    "currency": """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
        CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
        GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
        KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
        NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS
        SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VEF VES VND VUV WST
        XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL
    """,
}
PRACTICES = {
    "surveillance": """
        screen_recording screenshots webcam_capture keystroke_logging mouse_tracking managed_browser
        activity_tracking time_tracking location_tracking biometric_identification device_inspection
        communications_monitoring home_imaging workplace_cctv social_media_monitoring performance_scoring
        productivity_quota algorithmic_allocation algorithmic_deactivation nda_gag own_data_collection
    """,
    "conditions": """
        unpaid_time withheld_pay late_pay piece_rate below_minimum_wage below_living_wage falling_rates
        unequal_pay no_contract self_employed_status short_term_contract no_social_insurance no_sick_pay
        on_call_night_work excessive_hours hours_cap opaque_task_allocation arbitrary_dismissal
        mass_redundancy site_closure retaliation union_busting post_employment_ban residence_tied_to_job
        traumatic_content no_psychological_support psychological_harm physical_harm sexual_harassment
        client_concealed hidden_labour recruitment_deception child_labour forced_labour_indicator
        discrimination poor_grievance
    """,
    "good_practice": """
        living_wage_commitment paid_training psychological_support grievance_channel collective_agreement
        sick_pay permanent_contract wage_increase
    """,
}
# relation, kinds of the demand side, kinds of the supply side
PAIRS = """
provided_by | tool model dataset undisclosed | vendor outsourcer platform client company undisclosed
built_on | tool model dataset undisclosed | tool model dataset undisclosed
data_work_by | tool model dataset vendor client undisclosed | outsourcer platform undisclosed
subcontracts_to | outsourcer platform undisclosed | outsourcer platform undisclosed
operated_by | platform undisclosed | vendor outsourcer client company undisclosed
owned_by | vendor outsourcer platform client company undisclosed | vendor outsourcer platform client company undisclosed
uses | vendor outsourcer company undisclosed | tool
uses | client | tool undisclosed
organises | worker_organisation | vendor outsourcer platform client undisclosed
"""


def upgrade() -> None:
    for name, codes in TERMS.items():
        table = op.create_table(name, _code(), sa.PrimaryKeyConstraint("code", name=f"pk_{name}"))
        op.bulk_insert(table, [{"code": code} for code in codes.split()])
    _create_practice()
    _create_relation_pair()


def _code() -> sa.Column[str]:
    return sa.Column("code", sa.Text, autoincrement=False, nullable=False)


def _create_practice() -> None:
    table = op.create_table(
        "practice",
        _code(),
        sa.Column("practice_group", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_practice"),
        sa.ForeignKeyConstraint(
            ["practice_group"], ["practice_group.code"], name="fk_practice_practice_group_practice_group"
        ),
    )
    op.bulk_insert(
        table,
        [{"code": code, "practice_group": group} for group, codes in PRACTICES.items() for code in codes.split()],
    )


def _create_relation_pair() -> None:
    targets = {"relation": "relation", "subject_kind": "entity_kind", "object_kind": "entity_kind"}
    table = op.create_table(
        "relation_pair",
        *(sa.Column(name, sa.Text, nullable=False) for name in targets),
        sa.PrimaryKeyConstraint(*targets, name="pk_relation_pair"),
        *(
            sa.ForeignKeyConstraint([name], [f"{target}.code"], name=f"fk_relation_pair_{name}_{target}")
            for name, target in targets.items()
        ),
    )
    lines = (line.split(" | ") for line in PAIRS.strip().splitlines())
    op.bulk_insert(
        table,
        [
            {"relation": relation, "subject_kind": subject, "object_kind": object}
            for relation, subjects, objects in lines
            for subject in subjects.split()
            for object in objects.split()
        ],
    )


def downgrade() -> None:
    for name in ("relation_pair", "practice", *reversed(TERMS)):
        op.drop_table(name)
