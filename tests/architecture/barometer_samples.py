"""What the addresses of the barometer are asked with by somebody who sees nothing of it."""

SURVEY = {"survey": "enquete"}
TOKEN = {"token": "t" * 43}

BAROMETER_SAMPLES: dict[str, dict[str, object]] = {
    **{
        f"barometer:{name}": {"slug": "nulle-part"}
        for name in (
            "indicator",
            "indicator_csv",
            "indicator_json",
            "indicator_xlsx",
            "measured_csv",
            "api_indicator",
            "indicator_svg",
        )
    },
    **{f"barometer:{name}": SURVEY | {"number": 1} for name in ("release_zip", "api_release")},
    **{f"barometer:{name}": SURVEY for name in ("release_list", "make_release")},
    **{
        f"barometer:{name}": SURVEY | {"number": 1}
        for name in (
            "release_desk",
            "plan_release",
            "unplan_release",
            "publish_release",
            "drop_release",
            "desk_archive",
        )
    },
    "barometer:new_survey": {"organisation_id": 1},
    "barometer:entered_facts": SURVEY,
    "barometer:enter_fact": SURVEY,
    "barometer:fact_table": SURVEY,
    "barometer:withdraw_fact": SURVEY | {"fact_id": 1},
    "barometer:survey": SURVEY,
    "barometer:edit_survey": SURVEY,
    "barometer:units": SURVEY,
    "barometer:new_list": SURVEY,
    "barometer:new_wave": SURVEY,
    "barometer:contacts": SURVEY,
    "barometer:contact_table": SURVEY,
    "barometer:end_contact": SURVEY | {"contact_id": 1},
    "barometer:mailings": SURVEY | {"number": 1},
    "barometer:drop_mailing": SURVEY | {"number": 1, "mailing_id": 1},
    **{
        f"barometer:{name}": SURVEY | {"number": 1}
        for name in ("wave", "edit_wave", "draw", "move_wave", "sample_file", "draw_file")
    },
    "barometer:microdata": SURVEY | {"number": 1},
    **{
        f"barometer:{name}": SURVEY | {"number": 1}
        for name in ("margins", "margins_file", "frame_margins", "runs", "new_run")
    },
    "barometer:release": SURVEY | {"number": 1},
    "barometer:release_archive": SURVEY | {"number": 1},
    "barometer:run": SURVEY | {"number": 1, "run": 1},
    **{
        f"barometer:{name}": SURVEY | {"number": 1}
        for name in (
            "outliers",
            "imputation",
            "impute",
            "undo_imputation",
            "quality_report",
            "quality_data",
        )
    },
    **{
        f"barometer:{name}": SURVEY | {"number": 1}
        for name in ("sample", "sample_table", "accept_responses")
    },
    **{
        f"barometer:{name}": SURVEY | {"number": 1, "drawn_id": 1}
        for name in ("drawn_unit", "set_standing", "accept_response")
    },
    "barometer:edit_value": SURVEY | {"number": 1, "drawn_id": 1, "code": "exits"},
    "barometer:confirm_outlier": SURVEY | {"number": 1, "drawn_id": 1, "code": "exits"},
    "barometer:unit": SURVEY | {"unit_id": 1},
    "barometer:duplicates": SURVEY,
    "barometer:decide_duplicate": SURVEY | {"pair_id": 1},
    **{
        f"barometer:{name}": TOKEN
        for name in (
            "response",
            "response_summary",
            "response_receipt",
            "response_receipt_file",
            "withdraw_response",
            "centres",
            "send_centres",
            "upload_answers",
        )
    },
    "barometer:response_group": TOKEN | {"group": "people"},
    "barometer:answers_template": TOKEN | {"form": "csv"},
}
