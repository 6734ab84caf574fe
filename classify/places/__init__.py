"""Text → places: settlement, street, house and other, in whatever form people write them."""

from classify.places.finder import PlaceFinder
from classify.places.gazetteer import Gazetteer, GazetteerError

__all__ = ["Gazetteer", "GazetteerError", "PlaceFinder"]
