"""Files of other programs: what they hold comes out as a person sees it there."""

import io
import json
import zipfile

import numpy as np
import pandas as pd
import pytest
import scipy.io
from PIL import Image
from sklearn.datasets import dump_svmlight_file

from deepnet.data import DataError, Pictures, read_upload
from deepnet.data.uploads import options_of, together

RNG = np.random.default_rng(0)
FRAME = pd.DataFrame(
    {
        "size": RNG.normal(5, 2, 40).round(2),
        "count": RNG.integers(0, 99, 40),
        "kind": ["red", "blue"] * 20,
        "ok": ["yes", "no", "no", "yes"] * 10,
    }
)


def written(write) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def arff(frame: pd.DataFrame) -> bytes:
    kinds = [
        "{" + ",".join(sorted(frame[name].unique())) + "}" if frame[name].dtype == "str" else "NUMERIC"
        for name in frame
    ]
    head = [f"@attribute '{name}' {kind}" for name, kind in zip(frame, kinds, strict=True)]
    return "\n".join(
        ["% remark", "@relation 'a b'", *head, "@data", frame.to_csv(index=False, header=False)]
    ).encode()


WRITTEN = {
    "JSON records": lambda: FRAME.to_json(orient="records").encode(),
    "JSON lines": lambda: FRAME.to_json(orient="records", lines=True).encode(),
    "JSON split": lambda: FRAME.to_json(orient="split").encode(),
    "JSON columns": lambda: FRAME.to_json(orient="columns").encode(),
    "JSON lists": lambda: json.dumps(FRAME.to_dict("list")).encode(),
    "JSON within": lambda: json.dumps({"status": 1, "data": FRAME.to_dict("records")}).encode(),
    "feather": lambda: written(FRAME.to_feather),
    "parquet": lambda: written(FRAME.to_parquet),
    "Stata": lambda: written(lambda file: FRAME.to_stata(file, write_index=False)),
    "ARFF": lambda: arff(FRAME),
    "CSV": lambda: FRAME.to_csv(index=False).encode(),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_table_comes_out_of_every_format_as_it_went_in(kind):
    table = read_upload(WRITTEN[kind](), "file")
    assert table.columns == tuple(FRAME) and len(table.frame) == 40
    np.testing.assert_allclose(table.column("size").numbers.values, FRAME["size"], rtol=1e-6)
    assert table.frame["kind"].tolist() == FRAME["kind"].tolist()
    assert table.guess_target() == "ok" and table.prospect().kind == "binary"


def test_records_within_records_become_columns_with_points():
    rows = [
        {"id": i, "size": {"length": i * 0.7, "width": i % 5}, "tags": ["a"], "ok": i % 2 == 0}
        for i in range(20)
    ]
    table = read_upload(json.dumps(rows).encode())
    assert table.columns == ("id", "size.length", "size.width", "tags", "ok")
    assert set(table.frame["ok"]) == {"TRUE", "FALSE"}


def test_sparse_rows_of_arff_are_filled_with_zeros():
    head = "@relation r\n@attribute a numeric\n@attribute b numeric\n@attribute c {x,y}\n@data\n"
    table = read_upload((head + "{0 1.5, 2 y}\n{1 2}\n" * 8).encode())
    assert table.frame.iloc[0].tolist() == ["1.5", "0", "y"] and table.frame.iloc[1].tolist() == [
        "0",
        "2",
        "x",
    ]


def test_quoted_words_of_arff_keep_their_commas():
    head = "@relation r\n@attribute 'a name' {'x, or y','z'}\n@attribute b numeric\n@data\n"
    table = read_upload((head + "'x, or y',1\nz,2\n" * 8).encode())
    assert table.columns == ("a name", "b") and table.frame["a name"][0] == "x, or y"


def test_libsvm_gives_what_scikit_learn_wrote():
    X, y = RNG.integers(0, 3, (30, 4)) * 0.5, RNG.integers(0, 2, 30)
    table = read_upload(written(lambda file: dump_svmlight_file(X, y, file, zero_based=False)))
    assert table.guess_target() == "target"
    np.testing.assert_array_equal(table.frame[["input 1", "input 4"]].astype(float), X[:, [0, 3]])


def test_matlab_arrays_are_inputs_and_labels():
    X, y = RNG.normal(size=(50, 3)), RNG.integers(1, 4, (50, 1))
    data = written(lambda file: scipy.io.savemat(file, {"X": X, "y": y, "remark": "made"}))
    table = read_upload(data, "ex.mat")
    assert table.guess_target() == "target" and len(table.columns) == 4 and len(table.frame) == 50


def test_matlab_structures_are_looked_into():
    X, y = RNG.normal(size=(50, 3)), RNG.integers(0, 2, (50, 1))
    data = written(lambda file: scipy.io.savemat(file, {"data": {"X": X, "y": y}}))
    assert read_upload(data).columns[-1] == "target"


REFUSED = {
    "SPSS": (b"$FL2@(#) SPSS DATA FILE" + bytes(300), "SPSS.*CSV"),
    "R": (b"RDX3\nX\n" + bytes(300), "of R.*write.csv"),
    "HDF5": (b"\x89HDF\r\n\x1a\n" + bytes(300), "HDF5.*np.savez"),
    "a phone's picture": (bytes(4) + b"ftypheic" + bytes(300), "HEIC.*JPEG"),
    "DICOM": (bytes(128) + b"DICM" + bytes(300), "DICOM.*PNG"),
    "tar": (bytes(257) + b"ustar" + bytes(300), "tar; pack it as zip"),
    "prose": (b"It was a dark night, and all were asleep in the house.\n" * 20, "running text"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_is_refused_by_name_with_what_to_do(kind):
    data, part = REFUSED[kind]
    with pytest.raises(DataError, match=part):
        read_upload(data, "file.csv")


def test_other_ways_of_reading_are_offered_where_they_can_help():
    assert options_of(REFUSED["SPSS"][0]) == options_of(WRITTEN["feather"]()) == ()
    assert {"separator", "encoding", "skip"} <= set(options_of(WRITTEN["CSV"]()))
    assert "encoding" not in options_of("a\tb\n1\t2\n")


def picture(color: int, kind: str = "PNG", **options) -> bytes:
    return written(lambda file: Image.new("L", (12, 8), color).save(file, kind, **options))


@pytest.mark.parametrize("kind, ending", [("TIFF", "tif"), ("PPM", "pgm"), ("BMP", "bmp"), ("JPEG", "jpg")])
def test_pictures_of_microscopes_and_faces_are_read(kind, ending):
    files = [(f"{'ab'[i % 2]}/{i}.{ending}", picture(10 * i, kind)) for i in range(12)]
    assert read_upload(together(files)).counts == {"a": 6, "b": 6}


def test_a_picture_is_turned_as_the_phone_was_held():
    upright = Image.fromarray(np.uint8([[0] * 8] * 4 + [[255] * 8] * 4))
    exif = Image.Exif()
    exif[0x0112] = 3  # the camera was held upside down
    data = written(lambda file: upright.rotate(180).save(file, "PNG", exif=exif))
    pictures = read_upload(together([(f"{'ab'[i % 2]}/{i}.png", data) for i in range(12)]))
    assert pictures.read(0, 8, False)[0].max() < 50 and pictures.read(0, 8, False)[-1].min() > 200


def test_pictures_chosen_together_are_told_apart_by_their_names():
    files = [(f"{'cat' if i % 2 else 'dog'}.{i}.png", picture(10 * i)) for i in range(12)]
    pictures = read_upload(together(files))
    assert isinstance(pictures, Pictures) and pictures.counts == {"cat": 6, "dog": 6}


def test_classes_can_be_given_to_pictures_by_hand():
    files = [(f"IMG_{i:04}.png", picture(10 * i)) for i in range(12)]
    with pytest.raises(DataError, match="say of each what it shows") as refused:
        read_upload(together(files))
    assert refused.value.files == [name for name, _ in files]
    given = {name: "left" if i < 5 else "right" for i, (name, _) in enumerate(files)}
    assert read_upload(together(files), classes=given).counts == {"left": 5, "right": 7}


def test_tables_chosen_together_can_be_chosen_from():
    one, two = (FRAME.to_csv(index=False).encode(), FRAME.head(20).to_csv(index=False).encode())
    table = read_upload(together([("one.csv", one), ("two.csv", two)]))
    assert (
        table.guess.sheet == "one.csv"
        and len(read_upload(together([("one.csv", one), ("two.csv", two)]), sheet="two.csv").frame) == 20
    )


def test_a_zip_in_a_zip_is_opened_and_one_deeper_is_not():
    inner = together([("t.csv", FRAME.to_csv(index=False).encode())])
    twice = together([("inner.zip", inner)])
    assert read_upload(twice).columns == tuple(FRAME)
    with pytest.raises(DataError, match="unpack it once"):
        read_upload(together([("outer.zip", twice)]))


def test_a_damaged_format_is_refused_in_a_sentence():
    for kind in ("feather", "Stata"):
        with pytest.raises(DataError, match=r"; |,"):
            read_upload(WRITTEN[kind]()[:200]).to_dataset()


def test_a_zip_of_nothing_known_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.exe", b"MZ")
        archive.writestr("b.exe", b"MZ")
    with pytest.raises(DataError, match="holds no table"):
        read_upload(file.getvalue())


def test_arrays_of_the_article_have_an_example_in_each_column():
    X, Y = RNG.normal(size=(3, 40)), RNG.integers(0, 2, (1, 40))
    for labels in (Y, np.eye(3)[np.arange(40) % 3].T):
        table = read_upload(written(lambda file, labels=labels: np.savez(file, X=X, Y=labels)))
        assert len(table.frame) == 40 and len(table.columns) == 4
        np.testing.assert_array_equal(table.column("column 2").numbers.values, X[1])
    assert "One example stood in each column" in " ".join(table.notes)


def test_long_columns_of_pixels_are_pictures():
    X, y = RNG.integers(0, 255, (64 * 64 * 3, 20)), np.arange(20) % 2
    pictures = read_upload(written(lambda file: np.savez(file, train_x=X, train_y=y[None, :])))
    assert isinstance(pictures, Pictures) and "64 × 64 pixels in colour" in " ".join(pictures.notes)


def test_names_of_classes_saved_beside_the_labels_are_used():
    X, y = RNG.integers(0, 255, (20, 8, 8), dtype=np.uint8), np.arange(20) % 2
    data = written(lambda file: np.savez(file, X=X, y=y, list_classes=np.array([b"non-cat", b"cat"])))
    assert read_upload(data).counts == {"cat": 10, "non-cat": 10}


def test_what_could_be_another_answer_is_said():
    rows = "\n".join(f"{i % 5},{i * 0.7 % 9:.2f},{i * 1.3 % 7:.2f},{(i + i // 3) % 2}" for i in range(40))
    notes = read_upload("rooms,size,price,churn\n" + rows).prospect("churn").notes
    assert any("price could be predicted as well" in note for note in notes)
