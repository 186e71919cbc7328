"""The small course of a figure, and what it is held against."""

import pytest

from crmdesk.domain.plot import Dot, Line, Role
from crmdesk.domain.plot_spark import spark


def of_role(picture, role):
    return [mark for mark in picture if isinstance(mark, Line | Dot) and mark.role is role]


def test_nothing_is_drawn_of_nothing():
    assert spark([]) == spark([None, None]) == spark([None], [3, 4]) == ()


def test_what_it_is_held_against_lies_behind_on_the_same_scale():
    picture = spark([10, 20], [30, 30])
    assert picture[0].role is Role.BEFORE
    (beside,) = of_role(picture, Role.BEFORE)
    (course,) = of_role(picture, Role.ACTUAL)
    assert [y for _, y in beside.points] == [1, 1]
    assert [y for _, y in course.points] == pytest.approx([0, 0.5])


def test_a_gap_breaks_the_line_and_a_month_alone_is_a_dot():
    picture = spark([1, 2, None, 3])
    assert [type(mark) for mark in of_role(picture, Role.ACTUAL)] == [Line, Dot]
    assert of_role(picture, Role.POINT) == [Dot(1.0, 1.0, Role.POINT)]
    assert not of_role(spark([1, None]), Role.POINT)


def test_a_course_that_never_changes_lies_in_the_middle():
    assert {y for mark in of_role(spark([5, 5]), Role.ACTUAL) for _, y in mark.points} == {0.5}
    assert of_role(spark([5]), Role.POINT) == [Dot(0.0, 0.5, Role.POINT)]
    assert of_role(spark([1e17]), Role.POINT) == [Dot(0.0, 0.5, Role.POINT)]
