"""More parts of the body that an article's drawing can show. Only the choices change: the table stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_answers_first"),
    ]

    operations = [
        migrations.AlterField(
            model_name="conditionpage",
            name="region",
            field=models.CharField(
                choices=[
                    ("back_leg", "Back and leg"),
                    ("hand", "Hand"),
                    ("face", "Face"),
                    ("head_neck", "Head and neck"),
                    ("shoulder", "Shoulder"),
                    ("lower_back", "Lower back"),
                    ("pelvis", "Pelvis"),
                    ("knee", "Knee"),
                    ("feet", "Feet"),
                    ("nerves", "Nerves, whole body"),
                    ("needles", "Needles"),
                ],
                default="needles",
                help_text="The part of the body that the drawing beside the title shows.",
                max_length=20,
                verbose_name="drawing",
            ),
        ),
    ]
