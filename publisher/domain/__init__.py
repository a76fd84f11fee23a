"""The domain: all that the engine has to be told, read once from four folders and never changed after.

``ontology/`` says what exists, ``mappings/`` how words become claims, ``shapes/`` what must hold, ``site/`` how it looks.
"""

from publisher.domain.folder import Domain, InferenceRule, find_domain, load_domain
from publisher.domain.record import RecordModel, Slot

__all__ = ["Domain", "InferenceRule", "RecordModel", "Slot", "find_domain", "load_domain"]
