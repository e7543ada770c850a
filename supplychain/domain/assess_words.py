"""The words of an assessment that are worked out: what is open, why a stop is met, what speaks against; in two languages.

They stand beside the form and not in the catalogue because they are a part of its rules: `%(…)s` is filled in.
"""

from typing import NamedTuple


class Said(NamedTuple):
    """A text in two languages."""

    en: str
    de: str

    def in_(self, language: str) -> str:
        """The text in a language."""
        return self.de if language == "de" else self.en


def _texts(text: str) -> dict[str, Said]:
    rows = (line.split(" | ") for line in text.strip().splitlines())
    return {code: Said(en, de) for code, en, de in rows}


LACKS = _texts("""
open | This is not answered. Fill it in; open is: %(fields)s | Das ist nicht beantwortet. Füllen Sie es aus; offen ist: %(fields)s
open_evidence | This is not answered. Fill it in, or say that there is no evidence; open is: %(fields)s | Das ist nicht beantwortet. Füllen Sie es aus, oder sagen Sie, dass es keinen Beleg gibt; offen ist: %(fields)s
open_known | This database holds nothing here on an employer that is named. Write what you know, or say that there is no evidence. | Diese Datenbank hat hier nichts zu einem genannten Arbeitgeber. Schreiben Sie, was Sie wissen, oder sagen Sie, dass es keinen Beleg gibt.
open_outcome | No decision is recorded: it is not released. Choose one of the four. | Es ist keine Entscheidung festgehalten: nicht freigegeben. Wählen Sie eine der vier.
open_reasons | The decision has no reasons. Write them down. | Die Entscheidung hat keine Gründe. Schreiben Sie sie auf.
open_decided_by | It is not said who decided. Name bodies and roles. | Es fehlt, wer entschieden hat. Nennen Sie Gremien und Rollen.
open_decided_on | The day of the decision is missing. | Der Tag der Entscheidung fehlt.
open_review_on | The day of the review is missing. Choose one at most twelve months after the decision. | Der Tag der Prüfung fehlt. Wählen Sie einen höchstens zwölf Monate nach der Entscheidung.
both | This says that there is no evidence and gives an answer. Take one of them away. | Das sagt, dass es keinen Beleg gibt, und gibt eine Antwort. Nehmen Sie eins davon weg.
known_none | This says that there is no evidence although this database holds some. Take that away. | Das sagt, dass es keinen Beleg gibt, obwohl diese Datenbank welche hat. Nehmen Sie das weg.
too_long | %(field)s: %(long)s characters are too many. Shorten it to %(most)s. | %(field)s: %(long)s Zeichen sind zu viel. Kürzen Sie auf %(most)s.
no_number | %(field)s: this is no number. Write it with digits, such as 12 or 12.5. | %(field)s: Das ist keine Zahl. Schreiben Sie sie mit Ziffern, etwa 12 oder 12,5.
no_whole | %(field)s: this is no whole number. Write it with digits, such as 20. | %(field)s: Das ist keine ganze Zahl. Schreiben Sie sie mit Ziffern, etwa 20.
no_choice | %(field)s: this is none of the choices. Choose one of: %(choices)s. | %(field)s: Das steht nicht zur Wahl. Wählen Sie: %(choices)s.
no_day | %(field)s: this is no day. Write it as 2027-03-31. | %(field)s: Das ist kein Tag. Schreiben Sie ihn als 2027-03-31.
not_scored | This is not scored. Choose -2 to +2 or “unknown”; until then it counts -1. | Das ist nicht bewertet. Wählen Sie -2 bis +2 oder „unbekannt“; bis dahin zählt es -1.
no_score | This is no score. Choose one of: %(scores)s. | Das ist keine Bewertung. Wählen Sie: %(scores)s.
no_reason | The score has no reason. Write one. | Die Bewertung hat keinen Grund. Schreiben Sie einen.
always_double | This falls on people who do data work, and they are never asked: it always counts double. Set “others” to true. | Das trifft Menschen in der Datenarbeit, und die werden nie gefragt: Es zählt immer doppelt. Setzen Sie „others“ auf true.
no_evidence_scored | This is scored 0 or better although there is no evidence under %(numbers)s. Score it “unknown” or below 0, or give the evidence. | Das ist mit 0 oder besser bewertet, obwohl es unter %(numbers)s keinen Beleg gibt. Bewerten Sie „unbekannt“ oder unter 0, oder geben Sie den Beleg.
known_unknown | This is scored “unknown” although this database holds reports under %(numbers)s. Read them, then score it. | Das ist mit „unbekannt“ bewertet, obwohl diese Datenbank unter %(numbers)s Berichte hat. Lesen Sie sie, dann bewerten Sie.
no_conditions | It is released with measures, and none is named. Name them, or decide otherwise. | Es ist mit Auflagen freigegeben, und keine ist genannt. Nennen Sie sie, oder entscheiden Sie anders.
review_late | The review is too late. It has to be on or before %(last)s, twelve months after the decision. | Die Prüfung ist zu spät. Sie muss spätestens am %(last)s sein, zwölf Monate nach der Entscheidung.
review_early | The review is not after the decision. Choose a later day. | Die Prüfung liegt nicht nach der Entscheidung. Wählen Sie einen späteren Tag.
no_despite | It is released although something speaks against it (%(what)s). Write down why, or decide otherwise. | Es ist freigegeben, obwohl etwas dagegen spricht (%(what)s). Schreiben Sie auf, warum, oder entscheiden Sie anders.
strange | The form has no %(name)s here. It has: %(names)s. | Das Formular hat hier kein %(name)s. Es hat: %(names)s.
""")  # noqa: E501
"""What is open or cannot stand, and how to mend it."""

WHY = _texts("""
relief_measured | The task takes %(percent)s%% less time, judged blind as no worse, without a serious error. | Die Aufgabe braucht %(percent)s %% weniger Zeit, blind beurteilt als nicht schlechter, ohne schweren Fehler.
not_measured | The time with and without the tool was not measured, or there is no evidence of it. | Die Zeit mit und ohne Werkzeug wurde nicht gemessen, oder es gibt keinen Beleg.
few_cases_today | Today’s time was measured on %(cases)s cases; %(least)s are asked for. | Die heutige Zeit wurde an %(cases)s Fällen gemessen; verlangt sind %(least)s.
few_cases_tool | The time with the tool was measured on %(cases)s cases; %(least)s are asked for. | Die Zeit mit dem Werkzeug wurde an %(cases)s Fällen gemessen; verlangt sind %(least)s.
little_relief | The task takes %(percent)s%% less time; at least %(least)s%% are asked for. | Die Aufgabe braucht %(percent)s %% weniger Zeit; verlangt sind mindestens %(least)s %%.
not_blind | Nobody is recorded to have judged the results blind. | Es ist nicht festgehalten, dass jemand die Ergebnisse blind beurteilt hat.
worse | The results were judged worse. | Die Ergebnisse wurden als schlechter beurteilt.
worse_unknown | It is not known whether the results are at least as good. | Es ist nicht bekannt, ob die Ergebnisse mindestens so gut sind.
serious_error | There was a serious error. | Es gab einen schweren Fehler.
error_unknown | It is not known whether there was a serious error. | Es ist nicht bekannt, ob es einen schweren Fehler gab.
no_ground | The task touches clients or their data, and no legal ground is named. | Die Aufgabe berührt Klientinnen und Klienten oder deren Daten, und kein Rechtsgrund ist genannt.
data_unknown | It is not known whether the task touches clients or their data. | Es ist nicht bekannt, ob die Aufgabe Klientinnen und Klienten oder deren Daten berührt.
banned | You say that it would be used for a practice that the AI Act bans. | Sie sagen, dass damit etwas getan würde, was die KI-Verordnung verbietet.
banned_unknown | It is not known whether it would be used for a practice that the AI Act bans. | Es ist nicht bekannt, ob damit etwas getan würde, was die KI-Verordnung verbietet.
ground_given | The task touches clients or their data; you name a legal ground, and no banned practice. | Die Aufgabe berührt Klientinnen und Klienten oder deren Daten; Sie nennen einen Rechtsgrund und keine verbotene Praxis.
no_client_data | You say that the task touches neither clients nor their data, and no banned practice. | Sie sagen, dass die Aufgabe weder Klientinnen und Klienten noch deren Daten berührt, und keine verbotene Praxis.
harm_unanswered | Reports of serious labour harm at employers that are named or serve all products, not ended, to which no company has answered: %(count)s. | Berichte über schwere Arbeitsrechtsverletzungen bei Arbeitgebern, die genannt sind oder für alle Produkte arbeiten, nicht beendet und von keiner Firma beantwortet: %(count)s.
harm_answered | Such reports are recorded, and a company has answered each: %(count)s. An answer is no proof. | Solche Berichte sind erfasst, und zu jedem hat eine Firma geantwortet: %(count)s. Eine Antwort ist kein Beweis.
no_harm_known | No such report is recorded at an employer that is named. That describes this database, not the work. | Bei keinem genannten Arbeitgeber ist ein solcher Bericht erfasst. Das beschreibt diese Datenbank, nicht die Arbeit.
harm_beside | Such reports that do not count by the rule (only possible, weaker evidence, ended or answered): %(count)s. | Solche Berichte, die nach der Regel nicht zählen (nur möglich, schwächer belegt, beendet oder beantwortet): %(count)s.
""")  # noqa: E501
"""Why the condition of a stop is met or not."""
STOP_3_RULE = Said(
    "Counted are pay below the legal minimum with evidence A or B, and indicators of forced labour and child labour with "
    "evidence A to C, at employers that are more than possible, not ended. An answer beside the point is none.",
    "Gezählt werden Löhne unter dem gesetzlichen Mindestlohn mit Beleg A oder B sowie Anzeichen von Zwangsarbeit und "
    "Kinderarbeit mit Beleg A bis C, bei Arbeitgebern, die mehr als möglich sind, nicht beendet. Eine Antwort, die am Punkt "
    "vorbeigeht, ist keine.",
)

AGAINST = _texts("""
stop_1 | stop 1 | Stopp 1
stop_2 | stop 2 | Stopp 2
stop_3 | stop 3 | Stopp 3
sum | the sum is not positive | die Summe ist nicht positiv
bare | -2 without a measure: %(criterion)s | -2 ohne Maßnahme: %(criterion)s
""")
"""What speaks against a release."""
