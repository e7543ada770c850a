"""The form of the burden of proof: steps, questions, fields, criteria of the weighing, stops, outcomes, in two languages.

The form is a rule of ours and no data: code reads its fields, so both languages stand here, beside each other, and a change
of a question, a criterion or a threshold raises the version that every assessment names.
"""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from supplychain.domain.records import Record

FORM_VERSION: Literal[1] = 1
"""Version of the form and its rules."""
LEAST_CASES = 20
"""Cases on which minutes have to be measured."""
LEAST_RELIEF = 20
"""Percent by which the task has to take less time, in the median."""
LEAST_TESTED = 30
"""Cases of an own test for bias."""
LONGEST_TERM = 12
"""Months after which a decision has to be looked at again, at the latest."""
LINE, AREA = 300, 2_000
"""Characters that a field holds."""


class Kind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    AREA = "area"
    NUMBER = "number"
    WHOLE = "whole"
    YES = "yes"
    DAY = "day"
    OUTCOME = "outcome"


class Always(StrEnum):
    """Whether a cost falls on people who did not choose it."""

    ALWAYS = "always"
    PRESET = "preset"
    ASKED = "asked"


class Step(Record):
    """One step of the form."""

    code: str = Field(description="Its name in addresses and files.")
    short: str = Field(description="Its name.")
    short_de: str = Field(description="The same in German.")
    title: str = Field(description="What it asks.")
    title_de: str = Field(description="The same in German.")
    intro: str = Field(description="What helps to answer.")
    intro_de: str = Field(description="The same in German.")


class FormQuestion(Record):
    """A question of the form."""

    number: str = Field(description="Its number.")
    step: str = Field(description="The step to which it belongs.")
    text: str = Field(description="The question.")
    text_de: str = Field(description="The same in German.")
    needs: str = Field("", description="What passes, or where the answer comes from.")
    needs_de: str = Field("", description="The same in German.")


class FormField(Record):
    """One thing to fill in under a question."""

    name: str = Field(description="Its name in files.")
    number: str = Field(description="The question under which it stands.")
    kind: Kind = Field(description="How it is filled in.")
    required: bool = Field(description="Whether the question is open without it.")
    label: str = Field(description="What it asks.")
    label_de: str = Field(description="The same in German.")


class WeighCriterion(Record):
    """One of the nine fixed criteria of the weighing."""

    code: str = Field(description="Its name in files.")
    number: str = Field(description="Its number.")
    others: Always = Field(description="Whether its cost falls on people who did not choose it.")
    evidence: tuple[str, ...] = Field(description="Numbers of the questions that it rests on.")
    label: str = Field(description="What is scored.")
    label_de: str = Field(description="The same in German.")


class Worded(Record):
    """A stop or an outcome in words."""

    code: str = Field(description="Its name in files.")
    label: str = Field(description="In words.")
    label_de: str = Field(description="The same in German.")
    text: str = Field("", description="What it means.")
    text_de: str = Field("", description="The same in German.")


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in text.strip().splitlines()]


STEPS = tuple(
    Step(code=code, short=short, short_de=short_de, title=title, title_de=title_de, intro=intro, intro_de=intro_de)
    for code, short, short_de, title, title_de, intro, intro_de in _rows("""
frame | Frame | Rahmen | Frame | Rahmen | The default is “not released”. A release is for one task, one tool, one group and one term of at most twelve months. | Grundzustand ist „nicht freigegeben“. Eine Freigabe gilt für eine Aufgabe, ein Werkzeug, eine Gruppe und eine Frist von höchstens zwölf Monaten.
relief | Relief | Entlastung | Is the relief real or only felt? | Ist die Entlastung echt oder nur gefühlt? | What was not measured counts as not known. | Was nicht gemessen wurde, gilt als nicht bekannt.
costs | Costs | Kosten | Are the costs known, and do they fit our values? | Kennen wir die Kosten, und passen sie zu unserer Haltung? | What this database holds on the tool stands under 2.2 to 2.5. Where there is no evidence, say so: it counts against release. | Was diese Datenbank zum Werkzeug hat, steht unter 2.2 bis 2.5. Wo es keinen Beleg gibt, sagen Sie es: Das zählt gegen die Freigabe.
weigh | Weighing | Abwägung | Does the benefit exceed the cost, by fixed criteria? | Überwiegt der Nutzen nach festen Kriterien? | Score each criterion from -2 to +2 and give one reason. “Unknown” counts -1: silence is not a benefit. Costs count double where they fall on people who did not choose them. | Bewerten Sie jedes Kriterium von -2 bis +2 und geben Sie einen Grund an. „Unbekannt“ zählt -1: Schweigen ist kein Nutzen. Kosten zählen doppelt, wo sie Menschen treffen, die nicht gewählt haben.
decide | Decision | Entscheidung | Decision | Entscheidung | You decide, not this site. A release against a stop, against the sum or with a -2 without a measure needs its reason in writing, and the reason is printed. | Sie entscheiden, nicht diese Seite. Eine Freigabe gegen einen Stopp, gegen die Summe oder mit einem -2 ohne Maßnahme braucht einen schriftlichen Grund, und der wird gedruckt.
""")  # noqa: E501
)
"""The steps in their order."""
RESULT = "result"
"""Where the form ends."""

QUESTIONS = tuple(
    FormQuestion(
        number=number, step=step, text=text, text_de=text_de, needs=(more or [""])[0], needs_de=(more or ["", ""])[1]
    )
    for number, step, text, text_de, *more in _rows("""
0.1 | frame | Which single task, done by whom, how often, with which result today? | Welche einzelne Aufgabe, von wem, wie oft, mit welchem Ergebnis heute?
0.2 | frame | Does the task touch clients or their data? If yes, which law, consent and deletion rules apply? | Berührt die Aufgabe Klientinnen und Klienten oder deren Daten? Wenn ja: welches Recht, welche Einwilligung, welche Löschung?
0.3 | frame | What is the alternative without generative AI (template, training, fewer forms, ordinary software)? | Was ist die Alternative ohne generative KI (Vorlage, Schulung, weniger Formulare, gewöhnliche Software)?
1.1 | relief | How many minutes does the task take today, measured on at least 20 cases? | Wie viele Minuten dauert die Aufgabe heute, gemessen an mindestens 20 Fällen? | Passes when measured on at least 20 cases. | Erfüllt, wenn an mindestens 20 Fällen gemessen.
1.2 | relief | How many minutes with the tool, including prompting, checking, correcting and documenting? | Wie viele Minuten mit dem Werkzeug, samt Eingeben, Prüfen, Korrigieren und Dokumentieren? | Passes with at least 20% less, in the median. | Erfüllt bei mindestens 20 % weniger, im Median.
1.3 | relief | Before seeing the times: what did the staff believe they saved? | Vor dem Blick auf die Zeiten: Was glaubten die Fachkräfte zu sparen? | Recorded, to show felt against real. | Wird festgehalten, damit Gefühltes neben Gemessenem steht.
1.4 | relief | Did a second person judge the results blind, and are they at least as good? | Hat eine zweite Person die Ergebnisse blind beurteilt, und sind sie mindestens so gut? | Passes when judged blind, no worse, and without a serious error. | Erfüllt, wenn blind beurteilt, nicht schlechter und ohne schweren Fehler.
1.5 | relief | What is the saved time used for? Is it written down that it goes to work with people, not to cuts? | Wofür wird die gewonnene Zeit genutzt? Ist festgehalten, dass sie der Arbeit mit Menschen zugutekommt und nicht dem Abbau? | Passes when it is written down. | Erfüllt, wenn es schriftlich festgehalten ist.
2.1 | costs | Ecological: which power and water use does the vendor publish for this use? What is our yearly estimate? | Ökologisch: Welchen Strom- und Wasserverbrauch nennt der Anbieter für diese Nutzung? Wie hoch ist unsere Schätzung im Jahr? | From the vendor. | Vom Anbieter.
2.2 | costs | Social, chain: which labour sits behind the tool, down to which tier is it named? | Sozial, Kette: Welche Arbeit steckt hinter dem Werkzeug, bis zu welcher Stufe ist sie benannt? | From this database: the trace. | Aus dieser Datenbank: die Spur.
2.3 | costs | Social, pay: what is it paid, against the legal minimum and a living wage of the place? | Sozial, Lohn: Was wird gezahlt, gemessen am gesetzlichen und am existenzsichernden Lohn des Ortes? | From this database: pay compared. | Aus dieser Datenbank: der Lohnvergleich.
2.4 | costs | Social, watch and harm: how are people watched, and what are they exposed to? | Sozial, Überwachung und Schaden: Wie werden Menschen überwacht, und was wird ihnen zugemutet? | From this database: practices. | Aus dieser Datenbank: Praktiken.
2.5 | costs | Social, answer: what does the company say to it, and did it repair anything? | Sozial, Antwort: Was sagt die Firma dazu, und hat sie etwas wiedergutgemacht? | From this database: answers. | Aus dieser Datenbank: Antworten.
2.6 | costs | Bias: for whom does the tool work worse? Did we test it with cases of our own clients’ groups? | Bias: Für wen arbeitet das Werkzeug schlechter? Haben wir es mit Fällen unserer eigenen Gruppen getestet? | Own test of at least 30 cases. | Eigener Test mit mindestens 30 Fällen.
2.7 | costs | Effect on people: what do staff unlearn, and what does it do to relationships with clients? | Wirkung auf Menschen: Was verlernen Fachkräfte, und was macht es mit der Beziehung zu Klientinnen und Klienten? | From a discussion in the team, minuted. | Aus einem Gespräch im Team, protokolliert.
2.8 | costs | Values: which sentence of our mission or code of ethics speaks for it, which against? | Werte: Welcher Satz unseres Leitbilds oder unserer Berufsethik spricht dafür, welcher dagegen? | Quoted. | Im Wortlaut.
2.9 | costs | Dependence: can we stop within a month, and take our data with us? | Abhängigkeit: Können wir binnen eines Monats aufhören und unsere Daten mitnehmen? | From the contract. | Aus dem Vertrag.
3.0 | weigh | Who fixed the criteria before the test (team, works council or staff representation, where possible clients)? | Wer hat die Kriterien vor dem Test festgelegt (Team, Betriebsrat oder Mitarbeitervertretung, wo möglich Klientinnen und Klienten)?
4.1 | decide | Which conditions bind the use? | Welche Auflagen binden die Nutzung?
4.2 | decide | What is decided, and why? | Was wird entschieden, und warum?
4.3 | decide | Why in spite of what speaks against release? | Warum trotz dessen, was gegen die Freigabe spricht?
4.4 | decide | Who dissents, and why? | Wer ist anderer Meinung, und warum?
4.5 | decide | Who decided, and when? | Wer hat entschieden, und wann?
4.6 | decide | When is it looked at again? | Wann wird neu geprüft?
""")  # noqa: E501
)
"""The questions in their order."""

FIELDS = tuple(
    FormField(name=name.rstrip("*"), number=number, kind=Kind(kind), required="*" in name, label=en, label_de=de)
    for name, number, kind, en, de in _rows("""
task* | 0.1 | line | The task | Die Aufgabe
group* | 0.1 | line | Who does it: the group, no names | Wer sie erledigt: die Gruppe, keine Namen
how_often* | 0.1 | line | How often | Wie oft
today* | 0.1 | area | With which result today | Mit welchem Ergebnis heute
client_data* | 0.2 | yes | Does it touch clients or their data? | Berührt sie Klientinnen und Klienten oder deren Daten?
legal_ground | 0.2 | area | If yes: legal ground, consent, deletion | Wenn ja: Rechtsgrund, Einwilligung, Löschung
banned* | 0.2 | yes | Would it be used to infer emotions at work or in education, or for another practice that the AI Act bans (Art. 5)? | Würde damit am Arbeitsplatz oder in der Bildung auf Gefühle geschlossen, oder etwas anderes getan, was die KI-Verordnung verbietet (Art. 5)?
alternative* | 0.3 | area | The alternative, and what it would bring | Die Alternative, und was sie brächte
minutes_today* | 1.1 | number | Minutes a case, in the median | Minuten je Fall, im Median
cases_today* | 1.1 | whole | Cases measured | Gemessene Fälle
measured_how* | 1.1 | area | How, when and by which role it was measured | Wie, wann und in welcher Rolle gemessen wurde
minutes_tool* | 1.2 | number | Minutes a case with the tool, in the median | Minuten je Fall mit dem Werkzeug, im Median
cases_tool* | 1.2 | whole | Cases measured with the tool | Mit dem Werkzeug gemessene Fälle
believed* | 1.3 | number | Minutes a case that the staff believed to save | Minuten je Fall, die die Fachkräfte zu sparen glaubten
blind* | 1.4 | yes | Did a second person judge the results blind? | Hat eine zweite Person die Ergebnisse blind beurteilt?
no_worse* | 1.4 | yes | Are they at least as good? | Sind sie mindestens so gut?
serious_error* | 1.4 | yes | Was there a serious error? | Gab es einen schweren Fehler?
judged_how | 1.4 | area | What was judged, and by which role | Was beurteilt wurde, und in welcher Rolle
time_use* | 1.5 | area | What the time is used for | Wofür die Zeit genutzt wird
time_written* | 1.5 | yes | Is that written down? | Ist das schriftlich festgehalten?
ecological* | 2.1 | area | Figures with their source, and your estimate | Angaben mit Quelle, und Ihre Schätzung
chain | 2.2 | area | What you know besides | Was Sie darüber hinaus wissen
pay | 2.3 | area | What you know besides | Was Sie darüber hinaus wissen
watch | 2.4 | area | What you know besides | Was Sie darüber hinaus wissen
answers | 2.5 | area | What you know besides, for instance from your questionnaire to the vendor | Was Sie darüber hinaus wissen, etwa aus Ihrem Fragebogen an den Anbieter
bias* | 2.6 | area | What the test showed | Was der Test zeigte
bias_cases* | 2.6 | whole | Cases tested | Getestete Fälle
effect* | 2.7 | area | What the team said | Was das Team sagte
values_for | 2.8 | area | The sentence that speaks for it | Der Satz, der dafür spricht
values_against | 2.8 | area | The sentence that speaks against it | Der Satz, der dagegen spricht
dependence* | 2.9 | area | What the contract says | Was im Vertrag steht
can_stop* | 2.9 | yes | Can you stop within a month and take your data with you? | Können Sie binnen eines Monats aufhören und Ihre Daten mitnehmen?
fixed_by* | 3.0 | line | Bodies and roles, no names | Gremien und Rollen, keine Namen
conditions | 4.1 | area | The conditions, one a line | Die Auflagen, eine je Zeile
outcome* | 4.2 | outcome | Decision | Entscheidung
reasons* | 4.2 | area | Reasons | Gründe
dissent | 4.4 | area | Dissent and its reasons, by body or role | Abweichende Stimmen mit Gründen, nach Gremium oder Rolle
decided_by* | 4.5 | line | Bodies and roles, no names | Gremien und Rollen, keine Namen
decided_on* | 4.5 | day | Day of the decision | Tag der Entscheidung
review_on* | 4.6 | day | Day of the review, at most twelve months later | Tag der Prüfung, höchstens zwölf Monate später
""")  # noqa: E501
)
"""Everything that is filled in, in its order, beside scores and reasons."""
FIELD = {field.name: field for field in FIELDS}
QUESTION = {question.number: question for question in QUESTIONS}
FROM_DATABASE = ("2.2", "2.3", "2.4", "2.5")
"""Questions under which this database says what it knows."""
CAN_LACK_EVIDENCE = tuple(q.number for q in QUESTIONS if q.step in ("relief", "costs"))
"""Questions to which one can say that there is no evidence."""

CRITERIA = tuple(
    WeighCriterion(
        code=code, number=number, others=Always(others), evidence=tuple(evidence.split()), label=en, label_de=de
    )
    for code, number, others, evidence, en, de in _rows("""
relief | 3.1 | asked | 1.1 1.2 | Relief | Entlastung
quality | 3.2 | asked | 1.4 | Quality | Qualität
time_use | 3.3 | asked | 1.5 | Use of time | Zeitverwendung
ecological | 3.4 | preset | 2.1 | Ecological | Ökologie
chain | 3.5 | always | 2.2 | Chain known | Kette bekannt
pay | 3.6 | always | 2.3 | Pay | Lohn
watch | 3.7 | always | 2.4 | Watch and harm | Überwachung und Schaden
bias | 3.8 | preset | 2.6 | Bias | Bias
values | 3.9 | asked | 2.8 | Values | Werte
""")
)
"""The nine criteria. People who do data work are never asked: what falls on them always counts double."""
CRITERION = {criterion.code: criterion for criterion in CRITERIA}
SCORES = ("2", "1", "0", "-1", "-2", "unknown")
"""What a criterion can be scored."""

STOPS = tuple(
    Worded(code=code, label=label, label_de=label_de, text=text, text_de=text_de)
    for code, label, label_de, text, text_de in _rows("""
stop_1 | Stop 1 | Stopp 1 | No measured relief (1.2 or 1.4 failed): not released. | Keine gemessene Entlastung (1.2 oder 1.4 verfehlt): nicht freigegeben.
stop_2 | Stop 2 | Stopp 2 | Client data without legal ground, or a banned practice: not released. | Klientendaten ohne Rechtsgrund oder verbotene Praxis: nicht freigegeben.
stop_3 | Stop 3 | Stopp 3 | Reported serious labour harm at the tool or its known chain, and no company answer or remedy: not released; questionnaire first. | Berichtete schwere Arbeitsrechtsverletzung beim Werkzeug oder seiner bekannten Kette ohne Antwort oder Abhilfe: nicht freigegeben; zuerst der Fragebogen.
""")  # noqa: E501
)
"""The stops in their order."""
OUTCOMES = tuple(
    Worded(code=code, label=label, label_de=label_de)
    for code, label, label_de in _rows("""
released | Released for this task | Für diese Aufgabe freigegeben
with_measures | Released with measures | Mit Auflagen freigegeben
paused | Paused until answers | Ruht, bis Antworten vorliegen
not_released | Not released | Nicht freigegeben
""")
)
"""What can be decided."""
RELEASES = frozenset({"released", "with_measures"})
"""Outcomes that let the tool be used."""


def field_label(name: str, language: str) -> str:
    """What a field is called in a language."""
    return FIELD[name].label_de if language == "de" else FIELD[name].label


def criterion_label(code: str, language: str) -> str:
    """What a criterion is called in a language."""
    return CRITERION[code].label_de if language == "de" else CRITERION[code].label
