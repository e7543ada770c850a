"""An address for every rule of the site, with which the tests ask."""

from supplychain.services.disclosure_rows import WORDS
from supplychain.web.row_forms import FORMS

PAGES: dict[str, str] = {
    "home": "/",
    "search": "/search?q=open&kind=vendor",
    "trace": "/tools/chatgpt/trace",
    "entities": "/entities?kind=outsourcer",
    "entity": "/entities/sama",
    "claim": "/claims/{claim}",
    "pay": "/pay/sama?money=international&prices_of=2024",
    "compare": "/compare?employers=sama,cloudfactory",
    "chart_pay": "/charts/pay?employers=sama,majorel&money=eur",
    "chart_country": "/charts/country/KE",
    "chart_price": "/charts/price/sama?money=local",
    "chart_practices": "/charts/practices?practice=screenshots",
    "requests": "/requests",
    "sources": "/sources?page=2",
    "source": "/sources/{source}",
    "figures": "/figures",
    "countries": "/countries",
    "country": "/countries/KE",
    "practices": "/practices",
    "practice": "/practices/screenshots",
    "reference": "/reference",
    "reference_status": "/reference/status",
    "reference_table": "/reference/minimum-wages?country=KE&year=2023",
    "reference_row": "/reference/minimum-wages/mw-ke-2022-05-01-nairobi",
    "identities": "/identities",
    "history": "/history",
    "revision": "/history/1?kind=wages&page=2",
    "changes": "/changes?kind=wages",
    "claim_history": "/claims/{claim}/history",
    "entity_history": "/entities/sama/history",
    "source_history": "/sources/{source}/history",
    "reference_history": "/reference/minimum-wages/mw-ke-2022-05-01-nairobi/history",
    "paths": "/paths?from=openai&to=sama",
    "dossiers": "/dossier?q=open",
    "dossier": "/dossier/sartorius",
    "receipt": "/receipts/1/sartorius",
    "sheet": "/tools/chatgpt/sheet",
    "reports_log": "/reports/log?decision=refused",
    "method": "/about/method",
    "dictionary": "/about/dictionary",
    "data": "/about/data",
    "privacy": "/about/privacy",
    "imprint": "/about/imprint",
}
"""Word of a page -> an English address of it."""
WITHOUT_DATA = {"home", "method", "dictionary", "privacy", "imprint"}
"""Pages that do not stand as JSON and CSV."""
SIGNED = {"receipt"}
"""Pages whose JSON is a signed file; what it says stands one level deeper."""
DRAWN = {"chart_pay", "chart_country", "chart_price", "chart_practices"}
"""Pages that are charts: they stand as SVG, and their JSON is a specification, in every language."""
FILES = {
    "dossier": {
        "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}
"""Word of a page -> the files in which it also stands in each language, with their types of content."""
FEEDS = {"entity", "trace", "search", "changes"}
"""Pages beside which a feed stands in each language."""
MACHINES: dict[str, str] = {
    "healthz": "/healthz",
    "readyz": "/readyz",
    "robots": "/robots.txt",
    "security": "/.well-known/security.txt",
    "favicon": "/favicon.ico",
    "sitemap": "/sitemap.xml",
    "resolver": "/identities/resolver.ijson",
    "receipt_key": "/receipts/key.pem",
    "api": "/api/v1",
    "static": "/static/icon.svg",
    "reconcile": "/reconcile",
    "reconcile_suggest_entity": "/reconcile/suggest/entity?prefix=sam",
    "reconcile_suggest_type": "/reconcile/suggest/type?prefix=v",
    "reconcile_suggest_property": "/reconcile/suggest/property?prefix=c",
    "reconcile_propose": "/reconcile/extend/propose?type=vendor",
    "reconcile_preview": "/reconcile/preview?id=sama",
}
"""Endpoint -> its address."""

FRAMED = {"reconcile_preview"}
"""Endpoints of pages that other sites may show within their own."""

ROOMS: dict[str, str] = {
    "lists_start": "/lists",
    "list_at": "/lists/{token}",
    "list_row": "/lists/{token}/rows/{row}",
    "list_save": "/lists/{token}/save",
    "my_lists": "/lists/mine",
    "saved_list": "/lists/mine/{id}",
    "verify_receipt": "/receipts/verify",
    "sign_in": "/people/sign-in",
    "invitation": "/people/invitation/{token}",
    "forgotten": "/people/reset",
    "reset": "/people/reset/{token}",
    "account": "/people/account",
    "app_codes": "/people/account/codes",
    "webhooks": "/webhooks",
    "webhook": "/webhooks/{id}",
    "people_list": "/people",
    "person": "/people/accounts/{id}",
    "identity_queue": "/desk/identities",
    "identity_pair": "/desk/identities/{left}/{right}",
    "undo_list": "/desk/undo",
    "undo": "/desk/undo/{seq}",
    "desk_reports": "/desk/reports",
    "desk_report": "/desk/reports/{report}",
    **{f"desk_{word}": f"/desk/reports/{{report}}/{word}/{{row}}" for word in FORMS},
    "desk_requests": "/desk/requests",
    "desk_request_new": "/desk/requests/new",
    "desk_request": "/desk/requests/{id}",
    "desk_questionnaire_new": "/desk/questionnaires/new",
    "reply": "/reply/{token}",
    "assess": "/assess",
    "my_assessments": "/assessments/mine",
    "saved_assessment": "/assessments/mine/{id}",
    "disclosure": "/disclosure/{token}",
    "disclosure_theme": "/disclosure/{token}/{theme}",
    **{f"disclosed_{word}": f"/disclosure/{{token}}/rows/{word}/{{question}}" for word in WORDS},
}
"""Word of a page that is not for everybody -> its address."""
SLIPS: dict[str, str] = {
    "bring_list": "/lists",
    "choose_rows": "/lists/{token}/choose",
    "choose_row": "/lists/{token}/rows/{row}",
    "write_dossiers": "/lists/{token}/dossiers",
    "throw_list_away": "/lists/{token}/delete",
    "save_list": "/lists/{token}/save",
    "rename_list": "/lists/mine/{id}/name",
    "delete_list": "/lists/mine/{id}/delete",
    "run_list": "/lists/mine/{id}/run",
    "check": "/receipts/verify",
    "enter": "/people/sign-in",
    "sign_out": "/people/sign-out",
    "accept": "/people/invitation/{token}",
    "ask_for_reset": "/people/reset",
    "set_anew": "/people/reset/{token}",
    "change_password": "/people/account/password",
    "end_session": "/people/account/sessions",
    "end_other_sessions": "/people/account/sessions/others",
    "create_token": "/people/account/tokens",
    "revoke_token": "/people/account/tokens/revoke",
    "begin_codes": "/people/account/codes/begin",
    "confirm_codes": "/people/account/codes",
    "drop_codes": "/people/account/codes/off",
    "add_webhook": "/webhooks/new",
    "send_test": "/webhooks/{id}/test",
    "pause_webhook": "/webhooks/{id}/pause",
    "resume_webhook": "/webhooks/{id}/resume",
    "rotate_secret": "/webhooks/{id}/secret",
    "delete_webhook": "/webhooks/{id}/delete",
    "invite": "/people/invite",
    "add_organisation": "/people/organisations",
    "set_role": "/people/accounts/{id}/role",
    "set_organisation": "/people/accounts/{id}/organisation",
    "send_link": "/people/accounts/{id}/letter",
    "drop_codes_of": "/people/accounts/{id}/codes",
    "deactivate": "/people/accounts/{id}/deactivate",
    "activate": "/people/accounts/{id}/activate",
    "judge_pair": "/desk/identities/{left}/{right}",
    "unjudge_pair": "/desk/identities/{left}/{right}/undo",
    "undo_now": "/desk/undo/{seq}",
    "desk_claim": "/desk/reports/{report}/claim",
    "desk_release": "/desk/reports/{report}/release",
    "desk_message": "/desk/reports/{report}/message",
    "desk_agree": "/desk/reports/{report}/agree",
    "desk_accept": "/desk/reports/{report}/accept",
    "desk_return": "/desk/reports/{report}/return",
    "desk_refuse": "/desk/reports/{report}/refuse",
    **{f"amend_{word}": f"/desk/reports/{{report}}/{word}/{{row}}" for word in FORMS},
    "ask_for_answer": "/desk/requests/ask",
    "remind_respondent": "/desk/requests/{id}/remind",
    "letter_has_gone": "/desk/requests/{id}/sent",
    "discard_letter": "/desk/requests/{id}/discard",
    "extend_request": "/desk/requests/{id}/extend",
    "letter_came_back": "/desk/requests/{id}/back",
    "close_silent": "/desk/requests/{id}/silent",
    "withdraw_request": "/desk/requests/{id}/withdraw",
    "record_request": "/desk/requests/{id}/record",
    "close_undone": "/desk/requests/{id}/close",
    "publish_answer": "/desk/requests/{id}/publish",
    "return_answer": "/desk/requests/{id}/return",
    "send_questionnaire": "/desk/questionnaires/ask",
    "send_reply": "/reply/{token}",
    "go_on": "/assess",
    "open_assessment": "/assess/open",
    "save_assessment": "/assessments/save",
    "delete_assessment": "/assessments/mine/{id}/delete",
    "send_disclosure": "/disclosure/{token}",
    "attach_disclosed": "/disclosure/{token}/files",
    "detach_disclosed": "/disclosure/{token}/files/remove",
    "save_disclosure": "/disclosure/{token}/{theme}/keep",
    "drop_disclosed": "/disclosure/{token}/{theme}/drop",
    **{f"add_disclosed_{word}": f"/disclosure/{{token}}/rows/{word}/{{question}}" for word in WORDS},
}
"""Word of a form -> the address to which it is sent."""
REPORT_ROOMS: dict[str, str] = {
    "report_start": "/report",
    "report_follow": "/report/follow",
    "my_reports": "/reports/mine",
    "report": "/reports/{report}",
    "report_upload": "/reports/{report}/upload",
    **{f"new_{word}": f"/reports/{{report}}/add/{word}" for word in FORMS},
    **{f"old_{word}": f"/reports/{{report}}/{word}/{{row}}" for word in FORMS},
}
"""Word of a page that a sender without an account can see -> its address; a report shows itself to its sender alone."""
REPORT_SLIPS: dict[str, str] = {
    "begin_report": "/report/begin",
    "follow_report": "/report/follow",
    "leave_reports": "/report/leave",
    "forget_pay": "/reports/mine/pay",
    **{word: f"/reports/{{report}}/{end}" for word, end in (
        ("remove_part", "remove"), ("attach_file", "files"), ("detach_file", "files/remove"), ("keep_note", "note"),
        ("confirm_finds", "confirm"), ("send_report", "send"), ("write_to_desk", "message"),
        ("withdraw_report", "withdraw"), ("upload_file", "upload"), ("choose_names", "upload/choose"),
        ("keep_rows", "upload/keep"), ("wrong_rows", "upload/wrong"),
    )},
    **{f"add_{word}": f"/reports/{{report}}/add/{word}" for word in FORMS},
    **{f"mend_{word}": f"/reports/{{report}}/{word}/{{row}}" for word in FORMS},
}  # fmt: skip
"""Word of a form of theirs -> the address to which it is sent."""
REPORT_ANSWERS: dict[str, str] = {
    "submit_data": "/api/v1/reports",
    "report_data": "/api/v1/reports/{report}",
    "write_data": "/api/v1/reports/{report}/messages",
    "mend_data": "/api/v1/reports/{report}/rows",
    "attach_data": "/api/v1/reports/{report}/files",
    "withdraw_data": "/api/v1/reports/{report}/withdraw",
    "assess_data": "/api/v1/assess",
    "assess_new_data": "/api/v1/assess/chatgpt",
}
"""Word of an answer to programs that send reports -> its address."""
REPORT_FILES: dict[str, str] = {
    "report_template": "/reports/template.xlsx",
    "report_templates": "/reports/templates.zip",
}
"""Word of a file that senders are given -> its address."""
LIST_ANSWERS: dict[str, str] = {"list_data": "/api/v1/list"}
"""Word of an answer to programs that check a list -> its address."""
LIST_FILES: dict[str, str] = {
    **{f"list_{form}": f"/lists/{{token}}/list.{form}" for form in ("xlsx", "csv", "json")},
    "list_xlsx_de": "/de/lists/{token}/list.xlsx",
    "list_zip": "/lists/{token}/dossiers.zip",
    "list_feed": "/lists/feed/{key}.atom",
    "list_feed_de": "/de/lists/feed/{key}.atom",
}
"""Word of a file of a list -> its address; the address of a list is the key to it."""
ANSWERS: dict[str, str] = {
    "people_data": "/api/v1/people",
    "me": "/api/v1/people/me",
    "desk_reports_data": "/api/v1/desk/reports",
    "desk_report_data": "/api/v1/desk/reports/{report}",
    "desk_requests_data": "/api/v1/desk/requests",
    "desk_request_data": "/api/v1/desk/requests/{id}",
}
"""Word of an answer to programs that is not for everybody -> its address."""
REPLY_ANSWERS: dict[str, str] = {"reply_data": "/api/v1/reply/{token}", "answer_sent": "/api/v1/reply/{token}"}
"""Word of an answer to programs of those who were asked -> its address."""
PUBLISHED: dict[str, str] = {"answer_file": "/claims/{claim}/files/1"}
"""Word of a file for everybody -> its address."""
TAKEN_TO_ASK: dict[str, str] = {
    "ask_sent": "/api/v1/desk/requests",
    **{word: f"/api/v1/desk/requests/{{id}}/{end}" for word, end in (
        ("remind_sent", "remind"), ("letter_sent", "sent"), ("discard_sent", "discard"), ("back_sent", "back"),
        ("extend_sent", "extend"), ("silent_sent", "silent"), ("withdraw_sent", "withdraw"), ("record_sent", "record"),
        ("publish_sent", "publish"),
        ("return_sent", "return"),
    )},
}  # fmt: skip
"""Word of what programs that ask for answers can send -> the address to which it is sent."""
TAKEN: dict[str, str] = TAKEN_TO_ASK | {
    f"desk_{word}_sent": f"/api/v1/desk/reports/{{report}}/{word}"
    for word in ("claim", "release", "comment", "agree", "accept", "return", "refuse")
}
"""Word of what programs can send -> the address to which it is sent."""
DOWNLOADS: dict[str, str] = {
    "desk_file": "/desk/reports/{report}/files/{file}",
    "desk_note": "/desk/reports/{report}/note",
    "desk_original": "/desk/reports/{report}/originals/{file}",
    "letter_pdf": "/desk/requests/letters/{id}.pdf",
}
"""Word of a file that is not for everybody -> its address."""


def suffixed(address: str, form: str) -> str:
    """The twin of an address in another form."""
    path, mark, query = address.partition("?")
    return f"{path}.{form}{mark}{query}"


def faces(word: str, address: str) -> dict[str, tuple[str, str]]:
    """Every address of a page: endpoint -> (address, type of content)."""
    found = {f"en.{word}": (address, "text/html"), f"de.{word}": (f"/de{address}", "text/html")}
    if word not in WITHOUT_DATA:
        found[f"data.{word}"] = (suffixed(address, "json"), "application/json")
        found[f"api.{word}"] = (f"/api/v1{address}", "application/json")
        found[f"api-data.{word}"] = (f"/api/v1{suffixed(address, 'csv')}", "text/csv")
    if word in DRAWN:
        found[f"data-de.{word}"] = (f"/de{suffixed(address, 'svg')}", "image/svg+xml")
    if word in FEEDS:
        found[f"en-feed.{word}"] = (suffixed(address, "atom"), "application/atom+xml")
        found[f"de-feed.{word}"] = (suffixed(f"/de{address}", "atom"), "application/atom+xml")
    for form, kind in FILES.get(word, {}).items():
        found[f"en-files.{word}"] = (suffixed(address, form), kind)
        found[f"de-files.{word}"] = (suffixed(f"/de{address}", form), kind)
    return found
