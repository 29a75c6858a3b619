from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.quantities import Date, chinese_number, dates, numbers

NUMBERS: list[tuple[str, int | float, str | None]] = [
    ("137B", 137_000_000_000, None),
    ("1370亿", 137_000_000_000, None),
    ("1370 億", 137_000_000_000, None),
    ("１３７０亿", 137_000_000_000, None),
    ("1.8万亿", 1_800_000_000_000, None),
    ("2.6 trillion", 2_600_000_000_000, None),
    ("0.1B", 100_000_000, None),
    ("1.1亿", 110_000_000, None),
    ("100M parameters", 100_000_000, "parameter"),
    ("7 billion parameters", 7_000_000_000, "parameter"),
    ("一千七百亿个参数", 170_000_000_000, "parameter"),
    ("二十五亿参数", 2_500_000_000, "parameter"),
    ("1,234,567", 1_234_567, None),
    ("90k", 90_000, None),
    ("715.1GB", 715_100_000_000, "byte"),
    ("3 TB", 3_000_000_000_000, "byte"),
    ("43 小时", 43, "hour"),
    ("68万小时", 680_000, "hour"),
    ("3 million hours", 3_000_000, "hour"),
    ("12-hour", 12, "hour"),
    ("1.5T tokens", 1_500_000_000_000, "token"),
    ("1.4 万亿个 token", 1_400_000_000_000, "token"),
    ("4亿张图片", 400_000_000, "image"),
    ("60 %", 60, "%"),
    ("３.5倍", 3.5, "times"),
    ("两百首歌曲", 200, "song"),
]
HEDGED = [
    ("超过 1750 亿", "超过"),
    ("约70亿", "约"),
    ("more than 5 billion", "more than"),
    ("about 20 hours", "about"),
    ("1000多个参数", "多"),
    ("100余亿", "余"),
    ("at least 3 TB", "at least"),
]
DATES = [
    ("2021", "2021", "gYear"),
    ("2021年", "2021", "gYear"),
    ("2021 年 3 月", "2021-03", "gYearMonth"),
    ("2021年3月15日", "2021-03-15", "date"),
    ("2021年12月5号", "2021-12-05", "date"),
    ("２０２１年３月", "2021-03", "gYearMonth"),
    ("2021-03-15", "2021-03-15", "date"),
    ("2021/3/15", "2021-03-15", "date"),
    ("2021.3", "2021-03", "gYearMonth"),
    ("March 15, 2021", "2021-03-15", "date"),
    ("15th of no month, but 15 March 2021", "2021-03-15", "date"),
    ("Sept. 2021", "2021-09", "gYearMonth"),
    ("in May 2021", "2021-05", "gYearMonth"),
    ("Released (2021)", "2021", "gYear"),
    ("2021 年六月", "2021-06", "gYearMonth"),
    ("2021年十一月三十号", "2021-11-30", "date"),
    ("二〇二一年三月十五日", "2021-03-15", "date"),
    ("二零二一年", "2021", "gYear"),
]
NO_DATES = ["2021 个模型", "2021 hours", "version 1.2021", "2021GB", "12021", "20211", "二〇", "no year"]
AGREE = [
    ("2021", "2021-03", True),
    ("2021-03", "2021-03-15", True),
    ("2021", "2021", True),
    ("2021", "2022", False),
    ("2021-03", "2021-04", False),
    ("2021-03-15", "2021-03-16", False),
]


def _date(iso: str) -> Date:
    return Date(*map(int, iso.split("-")))


@pytest.mark.parametrize(("text", "value", "unit"), NUMBERS)
def test_number_has_its_exact_value_and_unit(text: str, value: float, unit: str | None) -> None:
    assert [(n.value, n.unit) for n in numbers(text)] == [(value, unit)]


@pytest.mark.parametrize(("text", "hedge"), HEDGED)
def test_number_keeps_what_qualifies_it(text: str, hedge: str) -> None:
    assert [n.hedge for n in numbers(text)] == [hedge]


@pytest.mark.parametrize(("text", "iso", "datatype"), DATES)
def test_date_is_as_precise_as_the_text(text: str, iso: str, datatype: str) -> None:
    assert [(span.date.iso, span.date.datatype) for span in dates(text)] == [(iso, datatype)]


@pytest.mark.parametrize("text", ["预测下一个单词", "第一个小时", "每一首歌曲"])
def test_a_numeral_that_points_counts_nothing(text: str) -> None:
    assert list(numbers(text)) == []


@pytest.mark.parametrize("text", NO_DATES)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(("one", "other", "expected"), AGREE)
def test_dates_agree_where_they_do_not_exclude_each_other(one: str, other: str, expected: bool) -> None:
    assert (_date(one).agrees(_date(other)), _date(other).agrees(_date(one))) == (expected, expected)


def test_tables_are_whole() -> None:
    assert (len(NUMBERS), len(HEDGED), len(DATES), len(NO_DATES), len(AGREE)) == (26, 7, 18, 8, 6)


def test_value_without_fraction_is_an_integer() -> None:
    assert [type(n.value) for n in numbers("1.5 billion, 2.5 hours")] == [int, float]


@pytest.mark.parametrize("tail", ["", "……", "①㎏", "½", "ﬁ"])
def test_scale_counts_whatever_else_the_text_holds(tail: str) -> None:
    assert next(numbers(f"它有 1370 億個參數{tail}")).value == 137_000_000_000


@pytest.mark.parametrize("tail", ["", "……", "①㎏", "½", "ﬁ"])
def test_full_width_date_counts_whatever_else_the_text_holds(tail: str) -> None:
    assert [span.date.iso for span in dates(f"发布于２０２１年３月{tail}")] == ["2021-03"]


@pytest.mark.parametrize("text", ["数十亿个参数", "几十亿个参数", "上百万张图片"])
def test_vague_number_is_not_read_as_exact(text: str) -> None:
    assert [n.value for n in numbers(text) if n.hedge is None] == []


@given(st.text(alphabet="ab，…ＡＢİ "), st.integers(2, 999))
def test_number_stands_at_its_span(before: str, value: int) -> None:
    text = f"{before} {value}亿 。"
    assert [text[n.start : n.end].strip() for n in numbers(text)] == [f"{value}亿"]


@given(st.integers(1, 9999), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12), ("B", 10**9), (" million", 10**6)]))
def test_scale_multiplies_exactly(value: int, scale: tuple[str, int]) -> None:
    word, factor = scale
    assert [n.value for n in numbers(f"{value / 10}{word}")] == [value * factor // 10]


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%B %d, %Y", "%d %b %Y", "%Y/%m/%d"])
)
def test_any_day_is_read_in_any_format(day: dt.date, form: str) -> None:
    assert [span.date.iso for span in dates(f"On {day.strftime(form)} it came.")] == [day.isoformat()]


@pytest.mark.parametrize("text", ["2021年2月30日", "2021-02-29", "April 31, 2021"])
def test_day_that_no_month_has_is_not_read(text: str) -> None:
    for span in dates(text):
        assert not span.date.day or dt.date.fromisoformat(span.date.iso)


def test_dates_come_in_order_with_their_spans() -> None:
    text = "先 2019 年，后 2021-03-15，再 May 2022。"
    assert [text[span.start : span.end].strip() for span in dates(text)] == ["2019 年", "2021-03-15", "May 2022"]


def test_date_without_year_has_year_zero() -> None:
    assert [span.date for span in dates("3月15日发布")] == [Date(0, 3, 15)]
    assert [span.date for span in dates("次年三月又出了一版")] == [Date(0, 3, 0)]
    assert [span.date for span in dates("shipped one in May and one in December")] == [Date(0, 5, 0), Date(0, 12, 0)]


@pytest.mark.parametrize("text", ["三个月", "几月几日", "they may do so", "第一月", "个三月", "march on"])
def test_what_only_looks_like_a_month_is_none(text: str) -> None:
    assert dates(text) == []


def test_date_without_year_is_left_out_on_request() -> None:
    assert dates("3月15日发布", partial=False) == []


@pytest.mark.parametrize(
    ("text", "value"), [("二十五", 25), ("一百二十万", 1_200_000), ("二〇二一", 2021), ("零", 0), ("亿亿", None), ("甲", None)]
)
def test_chinese_numeral_has_its_value(text: str, value: int | None) -> None:
    assert chinese_number(text) == value
