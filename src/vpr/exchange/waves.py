"""What the campaign asks of the exchange before it publishes a wave: uploads that are not accepted yet."""

from vpr.campaigns.ledger import WaveContents
from vpr.campaigns.models import Wave
from vpr.exchange.models import Expectation, ExpectationState


def waiting_of_wave(wave: Wave) -> WaveContents:
    """Schools whose latest upload belongs to the wave or an earlier one and is being checked or has faults."""
    own = Expectation.objects.filter(workbook__assessment=wave.assessment_id, latest__wave__lte=wave.number)
    return WaveContents(
        unchecked=own.filter(state=ExpectationState.CHECKING).count(),
        faulty=own.filter(state=ExpectationState.FAULTY).count(),
    )
