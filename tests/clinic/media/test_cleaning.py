"""Of a picture's file only the pixels are stored, whichever way it comes, and scaled from."""

import io
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

import pytest
from PIL import Image, ImageCms

from clinic.media.cleaning import UnusablePicture, clean_picture
from clinic.models import ClinicImage, User
from tests.cast import make_ed, signed_in
from tests.clinic.media.pictures import SECRET, TELLING, exif, jpeg, photo, written
from tests.factories import make_information_page, make_picture, photo_of

pytestmark = pytest.mark.django_db
ANSWERS = {"title": "A", "credit": "A", "license": "Own", "tags": "", "description": "A hand."}
ANSWERS |= {"alt_decision": "described", "people_shown": "nobody"}
KINDS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "heic": "JPEG", "gif": "PNG"}
NOTHING_TOLD = {
    "exif",
    "xmp",
    "comment",
    "photoshop",
    "icc_profile",
    "XML:com.adobe.xmp",
    "Comment",
    "Location",
}


def stored_files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(db):
    return signed_in(make_ed())


def assert_tells_nothing(content: bytes) -> Image.Image:
    assert SECRET not in content
    image = Image.open(io.BytesIO(content))
    image.load()
    assert not NOTHING_TOLD & set(image.info)
    assert not image.getexif()
    return image


@pytest.mark.parametrize("name", TELLING)
def test_a_picture_tells_nothing_but_what_it_shows_and_its_page_neither(editor, client, name):
    sent = TELLING[name]()
    assert SECRET in sent
    editor.post(
        "/admin/images/add/", {**ANSWERS, "file": SimpleUploadedFile(f"{SECRET.decode()}-{name}", sent)}
    )
    picture = ClinicImage.objects.get()
    make_information_page(body=[photo_of(picture)])
    html = client.get("/about/").content
    assert b"/media/renditions/" in html
    assert SECRET not in html
    files = stored_files()
    assert len(files) > 1
    for path, content in files.items():
        assert SECRET.decode() not in path
        image = assert_tells_nothing(content)
        if path == picture.file.name:
            assert image.format == KINDS[name.rpartition(".")[2]]
            assert getattr(image, "n_frames", 1) == 1
            assert image.convert("RGB").getpixel((2, 2))[0] > 200
            assert picture.file_size == len(content)


def test_every_other_way_that_a_picture_comes_in_is_the_same(editor):
    picture = make_picture(uploaded_by_user=User.objects.get())
    first = picture.file.name
    editor.post(f"/admin/images/{picture.pk}/", {**ANSWERS, "file": SimpleUploadedFile("a.jpg", jpeg())})
    assert first not in stored_files()
    answer = editor.post(
        "/admin/images/multiple/add/", {"files[]": SimpleUploadedFile("b.jpg", jpeg()), "title": "b"}
    ).json()
    assert 'value="b.jpg"' not in answer["form"]
    upload = UploadedFile.objects.get()
    answers = {f"uploaded-image-{upload.pk}-{name}": value for name, value in ANSWERS.items()}
    assert editor.post(f"/admin/images/multiple/create_from_uploaded_image/{upload.pk}/", answers).json()[
        "success"
    ]
    chosen = {f"image-chooser-upload-{name}": value for name, value in ANSWERS.items()}
    chosen["image-chooser-upload-file"] = SimpleUploadedFile("c.jpg", jpeg())
    editor.post("/admin/images/chooser/create/", chosen)
    ClinicImage.objects.create(title="By a command", file=ContentFile(jpeg(), name="d.jpg"))
    assert ClinicImage.objects.count() == 4
    for content in stored_files().values():
        assert_tells_nothing(content)


def test_a_photo_of_a_turned_phone_is_stored_upright():
    upright = clean_picture(io.BytesIO(written("JPEG", exif=exif(turned=True), quality=95)))
    image = Image.open(upright)
    assert image.size == (40, 60)
    assert image.getpixel((20, 5))[0] > 200
    picture = ClinicImage.objects.create(
        title="A", file=ContentFile(written("JPEG", exif=exif(turned=True)), name="a.jpg")
    )
    assert (picture.width, picture.height) == (40, 60)


def test_colors_of_another_profile_are_converted_and_the_profile_goes():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ"))
    swapped = clean_picture(io.BytesIO(written("JPEG", icc_profile=lab.tobytes(), quality=95)))
    assert assert_tells_nothing(swapped.read()).size == photo().size
    broken = clean_picture(io.BytesIO(written("PNG", icc_profile=b"x" * 200)))
    assert_tells_nothing(broken.read())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_drawing_keeps_its_transparency_and_its_light(mode):
    drawing = (
        Image.new("L", (20, 20), 255).convert(mode) if mode != "I;16" else Image.new(mode, (20, 20), 65535)
    )
    options = {"transparency": 0} if mode == "P" else {}
    kept = Image.open(clean_picture(io.BytesIO(written("PNG", drawing, **options))))
    assert kept.convert("L").getpixel((5, 5)) == 255
    assert ("transparency" in kept.info) == (mode == "P")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        jpeg()[:700],
        b"GIF89a/*" + b"A" * 90 + b"*/=1;alert(1)",
        written("TIFF"),
        written("BMP"),
    ],
    ids=["nothing", "a drawing in words", "a cut photo", "a script", "TIFF", "BMP"],
)
def test_what_cannot_be_shown_is_refused_by_the_form_and_by_the_storage(editor, content):
    with pytest.raises(UnusablePicture):
        default_storage.save("a.jpg", ContentFile(content))
    answer = editor.post("/admin/images/add/", {**ANSWERS, "file": SimpleUploadedFile("a.jpg", content)})
    assert answer.status_code == 200
    assert not ClinicImage.objects.exists()
    assert stored_files() == {}


def test_pictures_of_an_earlier_release_are_shown_nowhere_until_they_are_made_anew(client, capsys):
    picture = make_picture()
    make_information_page(body=[photo_of(picture)])
    old, face = (Path(settings.MEDIA_ROOT) / "original_images" / name for name in ("jane.jpg", "face.jpg"))
    old.parent.mkdir()
    old.write_bytes(jpeg()), face.write_bytes(jpeg())
    ClinicImage.objects.update(file="original_images/jane.jpg", width=60, height=40)
    lost = make_picture(title="Lost")
    ClinicImage.objects.filter(pk=lost.pk).update(file="original_images/lost.jpg")
    UserProfile.objects.create(user=make_ed(), avatar="original_images/face.jpg")
    assert client.get("/media/original_images/jane.jpg").status_code == 404
    assert b"/media/renditions/" not in client.get("/about/").content

    call_command("clean_pictures")
    assert "Pictures made anew: 2." in capsys.readouterr().out
    assert not old.exists() and not face.exists()
    picture.refresh_from_db()
    assert_tells_nothing(stored_files()[picture.file.name])
    assert b"/media/renditions/" in client.get("/about/").content
    call_command("clean_pictures")
    assert "Pictures made anew: 0." in capsys.readouterr().out
