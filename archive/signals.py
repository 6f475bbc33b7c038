"""What the archive tells the apps above it. Every signal is sent inside the transaction of the change."""

from django.dispatch import Signal

# Something that a reader can find or see of these testimonies has changed, or may have.
# Arguments: testimony_ids (a list of page ids), hidden (True when some reader may no longer see what they could see
# before, so that search must exclude them at once).
testimony_changed = Signal()

# Labels, places in a tree or merges of authority records changed. Arguments: vocabulary, testimony_ids touched.
vocabulary_changed = Signal()
