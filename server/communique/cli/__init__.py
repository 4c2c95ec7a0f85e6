"""The command ``communique``: one file for each group of commands.

Stages are imported by the command that needs them: serving must not wait for spaCy or pySHACL.
"""

from __future__ import annotations

import sys

import click

from communique import __version__
from communique.cli.corpus import add, articles, build, check, remove
from communique.cli.exchange import backup, export, restore
from communique.cli.extraction import extract
from communique.cli.identity import candidates, explain, judge
from communique.cli.linking import link
from communique.cli.questions import query, validate
from communique.cli.serving import demo, serve, token
from communique.errors import CommuniqueError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="communique")
def communique() -> None:
    """Articles on diplomacy in, a knowledge graph out in which every statement shows its sentence.

    Try `communique demo`, then `communique build PATH... --store DIR` and `communique serve --store DIR`.
    """


for command in (
    demo,
    build,
    add,
    remove,
    articles,
    check,
    serve,
    token,
    query,
    validate,
    export,
    extract,
    candidates,
    explain,
    judge,
    link,
    backup,
    restore,
):
    communique.add_command(command)


def main() -> None:
    """Run the command line; an error of ours is one message on stderr and its exit code."""
    try:
        communique(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("communique: interrupted", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except CommuniqueError as error:
        click.echo(f"communique: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:
        # What the system refuses where no stage has words of its own: permission, a full disk.
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"communique: {where}{error.strerror or error}", err=True)
        sys.exit(4)
