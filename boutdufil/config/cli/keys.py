"""``boutdufil keys``: the keys that seal, to hand out or to renew."""

import json

import click

from boutdufil.adapters.keys import KeysError, key_list, public_keys, renew_key
from boutdufil.config.processes.state import settle


@click.command()
@click.option("--renew", is_flag=True, help="Make a new key first; it seals from now on.")
def keys(renew: bool) -> None:
    """Print the public keys of this site as JSON, the one that seals first.

    Hand the list to whoever must check seals (`boutdufil verify FILE --trust cles.json`), on a way
    other than the seals themselves. Keys are made at first use, and lie in BOUTDUFIL_HOME/keys: a
    backup holds them. Renew when a machine or a backup fell into strange hands; former keys stay
    in the list, since what they sealed was sealed.

    \b
    boutdufil keys > cles.json
    """
    home = settle().home
    try:
        if renew:
            renew_key(home)
        click.echo(json.dumps(key_list(public_keys(home)), indent=2))
    except KeysError as error:
        raise click.ClickException(str(error)) from None
