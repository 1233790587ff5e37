"""Pictures in zips and arrays."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from deepnet.data import DataError, Pictures, Table, read_upload


def png(value, size=(10, 8), mode="L", kind="PNG"):
    file = io.BytesIO()
    Image.new(mode, size, value).save(file, kind)
    return file.getvalue()


def zipped(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def saved(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


ANIMALS = {f"{'cat' if i % 2 else 'dog'}/{i}.png": png(10 * i) for i in range(20)}
IMAGES = np.arange(20 * 6 * 5, dtype=np.uint8).reshape(20, 6, 5)
LABELS = np.arange(20) % 2


def test_folders_name_the_classes():
    pictures = read_upload(zipped(ANIMALS), "animals.zip")
    assert pictures.counts == {"cat": 10, "dog": 10} and not pictures.has_parts


def test_a_folder_around_the_class_folders_does_no_harm():
    pictures = read_upload(zipped({f"my data/{name}": data for name, data in ANIMALS.items()}))
    assert pictures.classes == ("cat", "dog")


def test_pictures_are_grey_0_to_255_before_they_are_centred():
    dataset = read_upload(zipped(ANIMALS)).to_dataset(size=8)
    grey = np.unique(np.round(np.concatenate([dataset.raw_train, dataset.raw_test], axis=1)))
    assert grey.tolist() == [10 * i for i in range(20)]
    np.testing.assert_allclose(dataset.X_train * 255 + dataset.center[:, None], dataset.raw_train)


def test_colour_makes_three_inputs_of_a_pixel():
    files = {f"{'ab'[i % 2]}/{i}.png": png((10, 20, 30), mode="RGB") for i in range(12)}
    dataset = read_upload(zipped(files)).to_dataset(size=4, color=True)
    assert dataset.n_x == 48 and dataset.input_names[:3] == (
        "pixel 1,1 red",
        "pixel 1,1 green",
        "pixel 1,1 blue",
    )
    assert dataset.raw_train[:3, 0].tolist() == [10, 20, 30]


@pytest.mark.parametrize(
    "kind, mode",
    [("JPEG", "L"), ("BMP", "RGB"), ("GIF", "P"), ("WEBP", "RGB"), ("PNG", "I;16"), ("PNG", "RGBA")],
)
def test_other_kinds_of_pictures_are_read(kind, mode):
    files = {f"{'ab'[i % 2]}/{i}.{kind.lower()}": png(0, mode=mode, kind=kind) for i in range(12)}
    assert read_upload(zipped(files)).to_dataset(size=4).n_x == 16


def test_damaged_pictures_are_left_out_and_counted():
    files = {**ANIMALS, "cat/bad.png": b"no picture", "cat/cut.png": png(3)[:45]}
    dataset = read_upload(zipped(files)).to_dataset(size=8)
    assert any("left out 2 pictures" in note for note in dataset.notes)
    assert any("22 pictures read" in note and "20 used" in note for note in dataset.notes)


def test_strays_and_other_files_are_counted_and_those_of_the_mac_are_not():
    files = {
        **ANIMALS,
        "stray.png": png(3),
        "cat/notes.txt": b"hi",
        "__MACOSX/cat/._1.png": b"",
        "cat/.DS_Store": b"",
    }
    notes = " ".join(read_upload(zipped(files)).notes)
    assert "1 picture outside" in notes and "1 file that is no picture: notes.txt" in notes


def test_pictures_without_folders_are_refused_with_advice():
    with pytest.raises(DataError, match="in a folder per class"):
        read_upload(zipped({f"{i}.png": png(i) for i in range(20)}))


def test_pictures_of_one_class_are_refused_by_name():
    with pytest.raises(DataError, match="only one class: cat"):
        read_upload(zipped({f"cat/{i}.png": png(i) for i in range(20)}))


def test_too_large_a_size_is_refused_before_anything_is_decoded():
    with pytest.raises(DataError, match="10,000 inputs are too many"):
        read_upload(zipped(ANIMALS)).to_dataset(size=100)


def test_a_zip_of_one_table_is_that_table():
    upload = read_upload(zipped({"iris.csv": b"a,b\n" + b"1,x\n2,y\n" * 8}))
    assert isinstance(upload, Table) and upload.columns == ("a", "b")


def test_a_new_picture_is_encoded_as_the_others_were():
    dataset = read_upload(zipped(ANIMALS)).to_dataset(size=8)
    i = dataset.train_rows[0]
    np.testing.assert_allclose(
        dataset.encode(ANIMALS[sorted(ANIMALS, key=lambda n: int(n[4:-4]))[i]]), dataset.X_train[:, :1]
    )
    with pytest.raises(DataError, match="no picture that can be read"):
        dataset.encode(b"nonsense")


def test_images_and_labels_in_npz_are_pictures():
    pictures = read_upload(saved(images=IMAGES, labels=LABELS), "a.npz")
    dataset = pictures.to_dataset(size=5)
    assert isinstance(pictures, Pictures) and dataset.classes == ("0", "1") and dataset.image_shape == (5, 5)


def test_train_and_test_arrays_keep_their_split():
    data = saved(x_train=IMAGES, y_train=LABELS, x_test=IMAGES[:6], y_test=LABELS[:6, None])
    dataset = read_upload(data).to_dataset()
    assert (dataset.m, dataset.X_test.shape[1]) == (20, 6)


def test_floats_from_0_to_1_become_grey():
    data = saved(images=np.tile([[[0.0, 1.0], [0.5, 1.0]]], (20, 1, 1)), labels=LABELS)
    dataset = read_upload(data).to_dataset(size=2)
    assert np.round(dataset.raw_train[:, 0]).tolist() == [0, 255, 128, 255]


def test_rows_of_numbers_in_npz_are_a_table_with_the_labels_as_target():
    table = read_upload(saved(X=IMAGES.reshape(20, 30)[:, :3] * 0.5, y=LABELS))
    assert isinstance(table, Table) and table.guess_target() == "target" and table.to_dataset().n_x == 3


def test_one_array_is_a_table():
    file = io.BytesIO()
    np.save(file, np.column_stack([np.linspace(0, 1, 20), LABELS]))
    assert read_upload(file.getvalue(), "a.npy").to_dataset().kind == "binary"


def test_pictures_without_labels_are_refused():
    with pytest.raises(DataError, match="no 20 labels"):
        read_upload(saved(images=IMAGES))


def test_which_array_is_what_is_said_and_other_labels_can_be_chosen():
    ages = np.arange(20) % 3
    data = saved(x_train=IMAGES, y_train=LABELS, age_train=ages, x_test=IMAGES, y_test=LABELS, age_test=ages)
    pictures = read_upload(data)
    assert pictures.notes[:2] == ("Inputs: x_train and x_test (40 × 6 × 5).", "Labels: y_train and y_test.")
    assert pictures.label_choices == ("y_train", "age_train") and pictures.label_choice == "y_train"
    assert "Not used: age_train, age_test." in pictures.notes
    assert read_upload(data, labels="age_train").classes == ("0", "1", "2")


def test_a_zip_of_tables_is_read_as_one_of_them_by_name():
    one, two = b"a,b\n" + b"1,x\n2,y\n" * 8, b"c,d\n" + b"1,x\n2,y\n" * 80
    data = zipped({"readme.md": b"hello", "one.csv": one, "two.csv": two})
    assert read_upload(data).columns == ("c", "d")
    assert "file “two.csv” of 2" in read_upload(data).guess.sentence()
    assert read_upload(data, sheet="one.csv").columns == ("a", "b")
    with pytest.raises(DataError, match="choose from one.csv, two.csv"):
        read_upload(data, sheet="three.csv")
