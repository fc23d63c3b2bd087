"""Arguments with which the addresses of contests can be written; they open nothing."""

TOKEN = "t" * 43

CONTEST_SAMPLES: dict[str, dict[str, object]] = {
    "contests:new_edition": {"organisation_id": 1},
    **{f"contests:{name}": {"edition_id": 1} for name in ("jurors", "juror_table")},
    "contests:juror": {"edition_id": 1, "juror_id": 1},
    **{
        f"contests:{name}": {"edition_id": 1, "stage_id": 1}
        for name in ("rubric", "juries", "distribution", "passages", "stage_call")
    },
    "contests:passage_call": {"passage_id": 1},
    "contests:move_passage": {"edition_id": 1, "stage_id": 1, "passage_id": 1},
    "contests:criterion": {"edition_id": 1, "stage_id": 1, "criterion_id": 1},
    "contests:jury": {"edition_id": 1, "stage_id": 1, "jury_id": 1},
    "contests:juror_invitation": {"token": "x" * 43},
    "contests:ties": {"juror_id": 1},
    **{
        f"contests:{name}": {"reading_id": 1}
        for name in ("reading", "reading_paper", "recuse_reading")
    },
    **{
        f"contests:{name}": {"jury_id": 1}
        for name in ("meeting", "meeting_act", "severity", "passage_desk")
    },
    **{
        f"contests:{name}": {"entry_id": 1, "quiz_id": 1, "kind": "epreuve"}
        for name in ("quiz", "start_quiz")
    },
    **{
        f"contests:{name}": {"attempt_id": 1}
        for name in ("paper", "paper_answers", "take_paper", "end_paper")
    },
    "contests:paper_question": {"attempt_id": 1, "number": 1},
    "contests:paper_film": {"attempt_id": 1, "position": 0},
    **{
        f"contests:{name}": {"sitting_id": 1}
        for name in ("sitting", "call_roll", "sitting_act", "incident")
    },
    "contests:rooms": {"edition_id": 1},
    **{f"contests:{name}": {"edition_id": 1, "quiz_id": 1} for name in ("new_room", "fill_rooms")},
    **{
        f"contests:{name}": {"edition_id": 1, "sitting_id": 1}
        for name in ("edit_room", "remove_room", "move_person")
    },
    "contests:seat": {"edition_id": 1},
    **{
        f"contests:{name}": {"bank_id": 1}
        for name in ("bank", "theme", "import_items", "export_items", "write_item")
    },
    **{
        f"contests:{name}": {"bank_id": 1, "item_id": 1}
        for name in ("item", "change_item", "item_act", "review_item")
    },
    "contests:item_picture": {"version_id": 1},
    **{
        f"contests:{name}": {"edition_id": 1, "stage_id": 1}
        for name in ("quiz_settings", "quiz_analysis", "similarities")
    },
    **{
        f"contests:{name}": {"edition_id": 1, "stage_id": 1, "version_id": 1}
        for name in ("quiz_question", "withdraw_question", "new_key")
    },
    **{
        f"contests:{name}": {"edition_id": 1, "stage_id": 1}
        for name in ("decision", "decide", "depart", "publish_decision", "minutes")
    },
    **{f"contests:{name}": {"edition_id": 1} for name in ("appeals", "seal_edition")},
    "contests:appeal": {"edition_id": 1, "appeal_id": 1},
    "contests:why": {"entry_id": 1, "stage_id": 1},
    "contests:publish_name": {"entry_id": 1},
    "contests:results": {"slug": "nulle-part"},
    "contests:question_changes": {"slug": "nulle-part"},
    "contests:edition_seal": {"slug": "nulle-part", "number": 1},
    "contests:edit": {"edition_id": 1},
    "contests:publish": {"edition_id": 1},
    "contests:duplicate": {"edition_id": 1},
    "contests:drop": {"edition_id": 1},
    "contests:log": {"edition_id": 1},
    "contests:new_stage": {"edition_id": 1},
    "contests:prizes": {"edition_id": 1},
    "contests:partners": {"edition_id": 1},
    "contests:stage": {"edition_id": 1, "stage_id": 1},
    "contests:stage_act": {"edition_id": 1, "stage_id": 1, "act": "open"},
    "contests:hand_over": {"edition_id": 1, "prize_id": 1},
    "contests:remove_prize": {"edition_id": 1, "prize_id": 1},
    "contests:prize_proof": {"edition_id": 1, "prize_id": 1},
    "contests:partner": {"edition_id": 1, "partner_id": 1},
    "contests:enter": {"slug": "nulle-part"},
    "contests:team_invitation": {"token": TOKEN},
    "contests:employer_consent": {"token": TOKEN},
    **{
        f"contests:{name}": {"entry_id": 1}
        for name in (
            "entry",
            "withdraw_entry",
            "invite_member",
            "leave_team",
            "ask_employer",
            "passage_calendar",
        )
    },
    "contests:withdraw_team_invitation": {"entry_id": 1, "member_id": 1},
    **{
        f"contests:{name}": {"edition_id": 1}
        for name in ("entries", "entries_file", "accommodations")
    },
    "contests:decide_accommodation": {"edition_id": 1, "accommodation_id": 1},
    **{
        f"contests:{name}": {"edition_id": 1, "stage_id": 1}
        for name in ("case", "case_paper", "new_case_question", "blind_files")
    },
    **{
        f"contests:{name}": {"edition_id": 1, "stage_id": 1, "number": 1}
        for name in ("case_question", "remove_case_question")
    },
    **{
        f"contests:{name}": {"entry_id": 1, "stage_id": 1}
        for name in (
            "submission",
            "save_answer",
            "hand_in",
            "receipt",
            "submission_paper",
            "case_text",
        )
    },
    "contests:receipt_file": {"entry_id": 1, "stage_id": 1, "form": "json"},
    "contests:blind_file": {"edition_id": 1, "submission_id": 1},
    "contests:blind_file_paper": {"edition_id": 1, "submission_id": 1, "which": "equipe"},
    "contests:edition": {"slug": "nulle-part"},
    "contests:rules": {"slug": "nulle-part"},
    "contests:rules_version": {"slug": "nulle-part", "number": 1},
    "contests:rules_data": {"slug": "nulle-part", "number": 1},
}
