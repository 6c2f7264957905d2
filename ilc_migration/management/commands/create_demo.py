"""Play the demonstration round through the real actions; everything in it is invented and marked so."""

from django.core.management.base import BaseCommand, CommandError

from ilc_migration.demonstration.plan import STAGES
from ilc_migration.demonstration.stages import AlreadyThere, play_late_papers, play_round, write_sign_ins
from surveys.models import Return, Survey


class Command(BaseCommand):
    help = "Play the demonstration round through the real actions; everything in it is invented and marked so."

    def add_arguments(self, parser):
        parser.add_argument("--survey", default="ilms2003")
        parser.add_argument("--seed", type=int, default=2003)
        parser.add_argument("--stage", choices=[*STAGES, "late-papers"], default="april")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where returns exist")

    def handle(self, *args, survey, seed, stage, if_empty, **options):
        """Play up to a stage, or register and key in ten late papers on top of a demonstration."""
        round_ = Survey.objects.filter(slug=survey).first()
        if round_ is None:
            raise CommandError(f"There is no survey {survey}: run load_round first.")
        if if_empty and Return.objects.filter(survey=round_).exists():
            write_sign_ins(round_, seed)
            return
        try:
            played = play_late_papers(round_, seed) if stage == "late-papers" else play_round(round_, seed, stage)
        except AlreadyThere as error:
            raise CommandError(str(error)) from error
        write_sign_ins(round_, seed)
        self.stdout.write(f"{played} steps played, everything invented.")
