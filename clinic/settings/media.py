"""Settings of uploaded pictures: the folder that keeps them, or the bucket of an S3-compatible service."""

from pathlib import Path

from clinic import env

# With a bucket too: what pages need while the database is away stands there.
MEDIA_ROOT = Path(
    env.text(
        "MEDIA_ROOT",
        "the folder for uploaded pictures",
        default=str(Path(__file__).resolve().parents[2] / "var" / "media"),
    )
)
# Addresses of pictures begin with it wherever they are kept: visitors are sent to no other host.
MEDIA_URL = "/media/"
# Name of the bucket; empty: pictures are kept in MEDIA_ROOT. What reaches it: clinic/media/bucket.py.
MEDIA_BUCKET = env.bucket("MEDIA_BUCKET", default="")
MEDIA_BUCKET_ENDPOINT = env.url("MEDIA_BUCKET_ENDPOINT", default="") if MEDIA_BUCKET else ""
MEDIA_BUCKET_REGION = env.text("MEDIA_BUCKET_REGION", "the region of the bucket", default="us-east-1")
MEDIA_BUCKET_KEY = env.text("MEDIA_BUCKET_KEY", "the key's public part") if MEDIA_BUCKET else ""
MEDIA_BUCKET_SECRET = env.text("MEDIA_BUCKET_SECRET", "the key's secret part") if MEDIA_BUCKET else ""

_PLACES = (
    ("clinic.media.bucket.BucketPictureStorage", "clinic.media.bucket.BucketStorage")
    if MEDIA_BUCKET
    else ("clinic.media.storage.PictureStorage", "clinic.media.storage.WholeFileStorage")
)
STORAGES = {
    "default": {"BACKEND": _PLACES[0]},
    # Scaled from the pictures above, by us.
    "renditions": {"BACKEND": _PLACES[1]},
    "staticfiles": {"BACKEND": "clinic.http.static_files.StaticFilesStorage"},
}
