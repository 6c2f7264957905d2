"""Who gets an answer at which address. A new address needs one line here, or tests/test_access_matrix.py names it.

`get` counts for HEAD as well. Persons are those of tests/people.py; each has an answer for their own State only,
the Office for every State. Methods that a rule does not name are refused.
"""

from dataclasses import dataclass, field

FOCAL_POINTS = frozenset({"amina", "elena"})
GOVERNMENT = FOCAL_POINTS | {"boris"}
PARTNERS = frozenset({"chen", "dora"})
OF_STATES = GOVERNMENT | PARTNERS
STAFF = frozenset({"farid"})
ANALYSTS = frozenset({"grace"})
ADMINISTRATORS = frozenset({"hugo"})
FOLLOWERS = STAFF | ANALYSTS
OFFICE = FOLLOWERS | ADMINISTRATORS
SUBMISSION_READERS = FOCAL_POINTS | FOLLOWERS
INVITERS = STAFF | ADMINISTRATORS
SIGNED_IN = OF_STATES | OFFICE
SIGNED_OUT = frozenset({"ivan", "nobody"})
EVERYBODY = SIGNED_IN | SIGNED_OUT
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """Who gets an answer, by method.

    `others`: PUT, DELETE, PATCH and OPTIONS are answered too, as views of allauth do. `state`: the one whose
    object the Office asks for, where not every State has one. `data`: what is posted.
    """

    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY
    others: bool = False
    state: str = ""
    data: dict[str, str] = field(default_factory=dict)


def public(*, post: bool = False, get: bool = True) -> Rule:
    """Open to whoever comes."""
    return Rule(get=EVERYBODY if get else NOBODY, post=EVERYBODY if post else NOBODY)


ACCOUNT = Rule(get=EVERYBODY, post=EVERYBODY, others=True)
PAGE_OF_ACCOUNT = Rule(get=EVERYBODY, others=True)
OWN_ACCOUNT = Rule(get=SIGNED_IN, post=SIGNED_IN, others=True)
ADMINISTRATION = Rule(get=ADMINISTRATORS, post=ADMINISTRATORS, others=True)

POLICY: dict[str, Rule] = {
    "home": Rule(get=SIGNED_IN),
    "set_language": public(get=False, post=True),
    "health_live": public(),
    "health_ready": public(),
    "guides": public(),
    "guide": public(),
    "account_login": ACCOUNT,
    "account_logout": public(post=True),
    "account_inactive": PAGE_OF_ACCOUNT,
    "account_signup": ACCOUNT,
    "account_reauthenticate": OWN_ACCOUNT,
    "account_change_password": OWN_ACCOUNT,
    "account_reset_password": ACCOUNT,
    "account_reset_password_done": PAGE_OF_ACCOUNT,
    "account_reset_password_from_key": ACCOUNT,
    "account_reset_password_from_key_done": PAGE_OF_ACCOUNT,
    "account_sign_in_link": public(post=True),
    "account_sign_in_link_sent": public(),
    "account_sign_in_link_open": public(),
    "account_sign_in_link_use": public(post=True),
    "mfa_index": Rule(get=SIGNED_IN, others=True),
    # Signed in or not, whoever is not half-way through signing in is led elsewhere.
    "mfa_authenticate": ACCOUNT,
    "mfa_login_webauthn": ACCOUNT,
    "mfa_reauthenticate": OWN_ACCOUNT,
    "mfa_reauthenticate_webauthn": OWN_ACCOUNT,
    "mfa_activate_totp": OWN_ACCOUNT,
    "mfa_add_webauthn": OWN_ACCOUNT,
    "mfa_generate_recovery_codes": OWN_ACCOUNT,
    "mfa_remove_webauthn": OWN_ACCOUNT,
    # Of what nobody in this world has set up.
    "mfa_totp_image": Rule(),
    "mfa_deactivate_totp": Rule(others=True),
    "mfa_view_recovery_codes": Rule(others=True),
    "mfa_download_recovery_codes": Rule(others=True),
    "usersessions_list": OWN_ACCOUNT,
    "session_end": Rule(post=SIGNED_IN),
    "surveys:invitations": Rule(get=INVITERS),
    "surveys:invite": Rule(get=INVITERS, post=INVITERS),
    "surveys:invitation_withdraw": Rule(post=INVITERS),
    "surveys:invitation_consent": Rule(post=ADMINISTRATORS),
    "surveys:resets": Rule(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "surveys:reset_consent": Rule(post=ADMINISTRATORS),
    "surveys:reset_withdraw": Rule(post=ADMINISTRATORS),
    "surveys:tables": Rule(get=INVITERS),
    # That of the member States, which administrators look after.
    "surveys:table": Rule(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "surveys:table_xlsx": Rule(get=ADMINISTRATORS),
    "surveys:table_csv": Rule(get=ADMINISTRATORS),
    "surveys:sheet_import": Rule(get=ADMINISTRATORS),
    "surveys:sheet_import_confirm": Rule(
        post=ADMINISTRATORS, data={"key": "a-key", "sha256": "0" * 64, "plan": "0" * 64}
    ),
    "surveys:sheet_import_give_up": Rule(post=ADMINISTRATORS),
    "surveys:sheet_import_undo": Rule(post=ADMINISTRATORS, data={"key": "a-key"}),
    "surveys:return_people": Rule(get=FOCAL_POINTS | STAFF),
    "surveys:contributor_invite": Rule(get=FOCAL_POINTS | STAFF, post=FOCAL_POINTS | STAFF),
    "surveys:contributor_sections": Rule(get=FOCAL_POINTS | STAFF, post=FOCAL_POINTS | STAFF),
    "surveys:appointment_end": Rule(get=FOCAL_POINTS | STAFF, post=FOCAL_POINTS | STAFF),
    "surveys:focal_point_hand_over": Rule(get=FOCAL_POINTS | STAFF, post=FOCAL_POINTS | STAFF),
    "surveys:offer_withdraw": Rule(post=FOCAL_POINTS | STAFF),
    "surveys:invitation_open": public(),
    "surveys:invitation_code": public(post=True),
    "surveys:invitation_accept": public(post=True),
    "surveys:invitation_decline": public(get=False, post=True),
    "surveys:receipt_check": public(post=True),
    "surveys:status": Rule(get=FOLLOWERS),
    "surveys:status_xlsx": Rule(get=FOLLOWERS),
    "surveys:status_seen": Rule(post=FOLLOWERS),
    "consultations:coverage": Rule(get=FOLLOWERS),
    "consultations:coverage_xlsx": Rule(get=FOLLOWERS),
    "surveys:assign": Rule(get=STAFF),
    "surveys:assign_confirm": Rule(post=STAFF),
    "surveys:send": Rule(get=STAFF, post=STAFF),
    "surveys:letters": Rule(get=STAFF),
    "surveys:letters_release": Rule(post=STAFF),
    "surveys:letter": Rule(get=STAFF),
    "surveys:letter_release": Rule(post=STAFF),
    "surveys:letter_cancel": Rule(post=STAFF),
    "surveys:letter_again": Rule(post=STAFF),
    "surveys:letter_went_out": Rule(post=STAFF),
    "surveys:letter_not_out": Rule(post=STAFF),
    "surveys:account_letters": Rule(get=ADMINISTRATORS),
    "surveys:mail": Rule(get=STAFF),
    "surveys:brief": Rule(get=STAFF),
    "surveys:return_office": Rule(get=STAFF),
    "surveys:paper_register": Rule(get=STAFF, post=STAFF),
    "surveys:paper_new": Rule(get=STAFF, post=STAFF),
    "surveys:paper_scan": Rule(get=STAFF, post=STAFF, state="NAM"),
    "surveys:paper_void": Rule(get=STAFF, post=STAFF, state="NAM", data={"key": "a-key"}),
    "surveys:paper_void_ask": Rule(post=STAFF, state="NAM"),
    "surveys:paper_keep": Rule(post=STAFF, state="NAM"),
    "surveys:paper_key": Rule(post=STAFF, state="NAM"),
    "surveys:paper_keyed": Rule(post=STAFF, state="NAM"),
    "surveys:paper_again": Rule(post=STAFF, state="NAM"),
    "surveys:paper_second": Rule(get=STAFF, state="NAM"),
    "surveys:paper_second_begin": Rule(post=STAFF, state="NAM"),
    "surveys:paper_second_keyed": Rule(post=STAFF, state="NAM"),
    "surveys:paper_second_section": Rule(get=STAFF, post=STAFF, state="NAM"),
    "surveys:paper_compare": Rule(get=STAFF, post=STAFF, state="NAM"),
    "surveys:paper_texts": Rule(get=STAFF, post=STAFF, state="NAM"),
    "surveys:objections": Rule(get=FOCAL_POINTS, post=FOCAL_POINTS),
    "surveys:objection_answer": Rule(get=STAFF, post=STAFF),
    "surveys:return_tasks": Rule(get=GOVERNMENT),
    "surveys:questionnaire_language": Rule(post=GOVERNMENT),
    "surveys:section": Rule(get=GOVERNMENT, post=GOVERNMENT),
    "surveys:file_upload": Rule(post=FOCAL_POINTS, data={"path": "policy_file"}),
    "surveys:file": Rule(get=GOVERNMENT),
    "surveys:scan_page": Rule(get=STAFF, state="NAM"),
    # The contributor of the tests has another section than the one with the repeat.
    "surveys:row_add": Rule(post=FOCAL_POINTS),
    "surveys:row_change": Rule(post=FOCAL_POINTS),
    "surveys:section_save": Rule(post=GOVERNMENT),
    "surveys:kept_key": Rule(get=GOVERNMENT),
    "surveys:return_check": Rule(get=FOCAL_POINTS),
    "surveys:return_submit": Rule(get=FOCAL_POINTS, post=FOCAL_POINTS),
    "surveys:return_amend": Rule(post=FOCAL_POINTS),
    "surveys:return_recall": Rule(get=FOCAL_POINTS, post=FOCAL_POINTS),
    "surveys:office_sight": Rule(get=FOCAL_POINTS),
    "surveys:return_extend": Rule(get=STAFF, post=STAFF),
    "surveys:return_decline": Rule(get=STAFF, post=STAFF),
    "surveys:return_reopen": Rule(get=STAFF, post=STAFF),
    "surveys:return_complete": Rule(get=STAFF, post=STAFF),
    "surveys:submission": Rule(get=SUBMISSION_READERS),
    "surveys:submissions_compare": Rule(get=SUBMISSION_READERS),
    "surveys:receipt": Rule(get=SUBMISSION_READERS),
    "surveys:receipt_json": Rule(get=SUBMISSION_READERS),
    "consultations:contributions": Rule(get=FOLLOWERS),
    "consultations:contribution": Rule(get=FOLLOWERS),
    "consultations:contribution_history": Rule(get=FOLLOWERS),
    "consultations:contribution_new": Rule(get=STAFF, post=STAFF),
    "consultations:contribution_edit": Rule(get=STAFF, post=STAFF),
    "consultations:contribution_upload": Rule(get=STAFF, post=STAFF),
    "consultations:contribution_invite": Rule(post=STAFF),
    "consultations:contribution_remind": Rule(post=STAFF),
    "consultations:contribution_receive": Rule(post=STAFF),
    "consultations:contribution_decline": Rule(post=STAFF),
    "consultations:contribution_letter": Rule(get=STAFF),
    "consultations:contribution_letter_release": Rule(post=STAFF),
    "consultations:contribution_letter_cancel": Rule(post=STAFF),
    "consultations:contribution_letter_again": Rule(post=STAFF),
    "consultations:contribution_letter_went_out": Rule(post=STAFF),
    "consultations:contribution_letter_not_out": Rule(post=STAFF),
    "reports:report": Rule(get=FOLLOWERS),
    "reports:chapter": Rule(get=FOLLOWERS),
    "reports:chapter_history": Rule(get=FOLLOWERS),
    "reports:owed": Rule(get=FOLLOWERS),
    "reports:owed_remind": Rule(post=STAFF),
    "reports:chapter_new": Rule(get=STAFF, post=STAFF),
    "reports:chapter_edit": Rule(get=STAFF, post=STAFF),
    "reports:chapter_sources": Rule(get=STAFF, post=STAFF),
    "reports:topic_new": Rule(get=STAFF, post=STAFF),
    "reports:topic_edit": Rule(get=STAFF, post=STAFF),
    "reports:chapter_up": Rule(post=STAFF),
    "reports:topic_up": Rule(post=STAFF),
    "reports:standing": Rule(get=FOLLOWERS),
    "reports:milestone": Rule(get=STAFF, post=STAFF),
    "reports:signature": Rule(get=STAFF),
    "reports:signature_step": Rule(get=STAFF, post=STAFF),
    "consultations:register": Rule(get=FOLLOWERS),
    "consultations:consultation": Rule(get=FOLLOWERS),
    "consultations:consultation_new": Rule(get=STAFF, post=STAFF),
    "consultations:consultation_edit": Rule(get=STAFF, post=STAFF),
    "consultations:consultation_record": Rule(get=STAFF, post=STAFF),
    "consultations:consultation_history": Rule(get=FOLLOWERS),
    "consultations:consultation_delete": Rule(get=STAFF, post=STAFF),
    "consultations:participants": Rule(get=STAFF, post=STAFF),
    "consultations:participant_remove": Rule(post=STAFF, data={"key": "a-key"}),
    "consultations:document_upload": Rule(get=STAFF, post=STAFF),
    "consultations:document": Rule(get=FOLLOWERS),
    "consultations:calendar": Rule(get=FOLLOWERS),
    "consultations:month": Rule(get=FOLLOWERS),
    # Whoever holds the secret, which farid has made.
    "consultations:feed": public(),
    "consultations:feed_settings": Rule(get=FOLLOWERS),
    "consultations:feed_make": Rule(post=FOLLOWERS, data={"key": "a-key"}),
    "consultations:feed_revoke": Rule(post=FOLLOWERS),
    "consultations:outcomes": Rule(get=FOLLOWERS),
    "consultations:outcome": Rule(get=FOLLOWERS),
    "consultations:outcome_new": Rule(get=STAFF, post=STAFF),
    "consultations:outcome_edit": Rule(get=STAFF, post=STAFF),
    "consultations:outcome_history": Rule(get=FOLLOWERS),
    "consultations:outcome_delete": Rule(get=STAFF, post=STAFF),
    "consultations:organizations": Rule(get=FOLLOWERS),
    "consultations:organization": Rule(get=FOLLOWERS),
    "consultations:organization_new": Rule(get=STAFF, post=STAFF),
    "consultations:organization_edit": Rule(get=STAFF, post=STAFF),
    "consultations:organization_history": Rule(get=FOLLOWERS),
    "published:editions": public(),
    "published:archive": public(),
    "published:edition": public(),
    "published:section": public(),
    "published:chart": public(),
    "published:content": public(),
    "published:file": public(),
    "reports:compilation": Rule(get=FOLLOWERS),
    "reports:compilation_again": Rule(post=FOLLOWERS),
    "reports:chart": Rule(get=FOLLOWERS),
    "reports:summaries": Rule(get=FOLLOWERS),
    "reports:compile": Rule(post=FOLLOWERS),
    "reports:compare": Rule(get=FOLLOWERS),
    "reports:compare_file": Rule(get=FOLLOWERS),
    "reports:summary": Rule(get=FOLLOWERS),
    "reports:summary_section": Rule(get=FOLLOWERS),
    "reports:summary_search": Rule(get=FOLLOWERS),
    # The file of these tests was asked for by farid, who alone cancels it.
    "reports:exports": Rule(get=FOLLOWERS),
    "reports:export": Rule(get=FOLLOWERS),
    "reports:export_file": Rule(get=FOLLOWERS),
    "reports:export_cancel": Rule(post=STAFF),
    "reports:export_again": Rule(post=STAFF),
    "reports:matrix_ask": Rule(post=FOLLOWERS),
    "reports:summary_export": Rule(post=FOLLOWERS),
    "reports:summary_json": Rule(get=FOLLOWERS),
    "reports:cut_offs": Rule(get=FOLLOWERS),
    "reports:paper": Rule(get=FOLLOWERS),
    "reports:paper_file": Rule(get=FOLLOWERS),
    "reports:paper_keep": Rule(post=STAFF),
    "reports:paper_version": Rule(get=FOLLOWERS),
    "reports:paper_version_file": Rule(get=FOLLOWERS),
    "reports:paper_addition_new": Rule(get=STAFF, post=STAFF),
    "reports:paper_addition_edit": Rule(get=STAFF, post=STAFF),
    "reports:paper_addition_remove": Rule(post=STAFF),
    "reports:why": Rule(get=FOLLOWERS, data={"cell": "respondent_ministry/answered/-/all"}),
    "reports:treatments": Rule(get=FOLLOWERS),
    "reports:treatment": Rule(get=FOLLOWERS),
    "reports:treatment_choose": Rule(get=ANALYSTS),
    "reports:treatment_propose": Rule(get=ANALYSTS, post=ANALYSTS, data={"path": "respondent_ministry"}),
    "reports:treatment_approve": Rule(post=FOLLOWERS),
    "reports:treatment_refuse": Rule(post=FOLLOWERS),
    "reports:treatment_revoke": Rule(post=FOLLOWERS),
    "reports:figures": Rule(get=FOLLOWERS),
    "reports:figure_new": Rule(get=STAFF, post=STAFF, data={"edition": "1", "cell": "country_roles/answered/-/all"}),
    "reports:whole_report": Rule(get=FOLLOWERS),
    "reports:whole_report_file": Rule(get=FOLLOWERS, data={"format": "docx", "language": "en"}),
    "reports:drafts": Rule(get=FOLLOWERS, post=STAFF),
    "reports:draft": Rule(get=FOLLOWERS),
    "reports:draft_file": Rule(get=FOLLOWERS),
    "reports:draft_write": Rule(get=STAFF, post=STAFF),
    "reports:draft_check": Rule(get=FOLLOWERS, post=FOLLOWERS),
    "reports:draft_renew": Rule(get=FOLLOWERS, post=STAFF),
    "reports:draft_compare": Rule(get=FOLLOWERS),
    "reports:draft_choose": Rule(post=STAFF),
    "reports:edition_life": Rule(get=FOLLOWERS),
    "reports:edition_propose": Rule(post=FOLLOWERS),
    "reports:edition_approve": Rule(post=FOLLOWERS),
    "reports:edition_send_back": Rule(post=FOLLOWERS),
    "reports:edition_publish": Rule(post=STAFF),
    "reports:edition_correct": Rule(post=STAFF),
}

# What the admin brings for each table; one rule for all of it, except for its own door, which leads to ours.
PREFIXES: dict[str, Rule] = {"admin:": ADMINISTRATION}
SIGNED_OUT_MAY = frozenset({"admin:login"})

# Which canaries of their own State people may read; the Office those of every State.
READABLE: dict[str, frozenset[str]] = {
    "amina": frozenset({"draft", "file", "remark", "answer", "signatory", "letter", "note", "invited", "objection"}),
    "elena": frozenset({"draft", "file", "remark", "answer", "signatory", "letter", "note", "invited", "objection"}),
    "boris": frozenset({"draft", "file", "remark", "letter"}),
    "chen": frozenset({"letter"}),
    "dora": frozenset({"letter"}),
    "farid": frozenset({"answer", "signatory", "letter", "note", "invited", "objection"}),
    "grace": frozenset({"answer", "signatory"}),
    "hugo": frozenset({"invited"}),
    "ivan": frozenset(),
    "nobody": frozenset(),
}


def rule_for(name: str) -> Rule | None:
    """The rule of the address of this name; None when it has none."""
    by_prefix = (rule for prefix, rule in PREFIXES.items() if name.startswith(prefix))
    return POLICY.get(name) or next(by_prefix, None)
