"""The plane on which a network of many inputs is drawn."""

from deepnet.data import load
from deepnet.lab.plane import plane_of


def test_the_plane_shows_the_columns_that_tell_most_unless_others_are_chosen():
    iris = load("iris")  # petals tell the species apart, sepals hardly (Fisher 1936)
    assert {plane_of(iris, (), x=-1, y=-1).x, plane_of(iris, (), x=-1, y=-1).y} == {
        "petal length",
        "petal width",
    }
    chosen = plane_of(iris, (), kind="features", x=0, y=1)
    assert (chosen.x, chosen.y) == ("sepal length", "sepal width")


def test_a_chosen_axis_stays_when_the_other_is_not_chosen():
    plane = plane_of(load("iris"), (), kind="features", x=0, y=-1)
    assert plane.x == "sepal length" and plane.y.startswith("petal")
