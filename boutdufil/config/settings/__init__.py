"""Settings by place: ``dev`` (make run), ``test``, ``production``; all stand on ``base``."""
