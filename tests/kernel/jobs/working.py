"""Do in a test what the worker does in a site."""

import asyncio

from procrastinate.contrib.django import app


def work_until_idle() -> None:
    """Run what waits until nothing does."""

    async def work() -> None:
        connector = app.connector.get_worker_connector()
        with app.replace_connector(connector) as worker_app:
            async with worker_app.open_async():
                await worker_app.run_worker_async(
                    wait=False, install_signal_handlers=False, listen_notify=False
                )

    asyncio.run(work())
