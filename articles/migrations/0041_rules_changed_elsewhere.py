"""A line in the log of the rules for whatever changed one past the services: a program, or plain SQL."""

from django.db import migrations, models

# Asked at the end of the transaction: by then the services have written their own line. What the log says last
# of a rule is what is stored; where it is not, nobody has said so. Of a page that was deleted nothing is told.
TELL = """
CREATE FUNCTION articles_tell_rule_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind text := TG_ARGV[0];
    names text[] := TG_ARGV[1];
    was jsonb := '{}';
    present jsonb := '{}';
    stored jsonb;
    subject jsonb;
    told jsonb;
    known bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(OLD)) WHERE key = ANY (names));
    END IF;
    known := CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END;
    EXECUTE format('SELECT to_jsonb(rule) FROM %I AS rule WHERE id = $1', TG_TABLE_NAME)
        INTO stored USING known;
    IF stored IS NOT NULL THEN
        present := (SELECT jsonb_object_agg(key, value) FROM jsonb_each(stored) WHERE key = ANY (names));
    ELSIF kind = 'sentence' AND NOT EXISTS (
        SELECT FROM wagtailcore_page WHERE id = (was ->> 'page_id')::integer
    ) THEN
        RETURN NULL;
    END IF;
    -- A rule that was yet to be added has no number in its line.
    subject := CASE WHEN stored IS NULL THEN was ELSE present END;
    SELECT line.after INTO told FROM articles_rulechange AS line
        WHERE line.rule = kind AND line.outcome NOT IN ('waiting', 'declined')
            AND (line.rule_id = known OR (line.rule_id IS NULL AND subject IN (line.before, line.after)))
        ORDER BY coalesce(line.decided_at, line.proposed_at) DESC, line.id DESC LIMIT 1;
    IF present = coalesce(told, was) THEN
        RETURN NULL;
    END IF;
    INSERT INTO articles_rulechange
        (rule, rule_id, name, before, after, reason, outcome, proposed_by_name, proposed_at, decided_by_name)
    VALUES
        (kind, known, subject ->> CASE kind WHEN 'word' THEN 'pattern' ELSE 'sentence' END,
         coalesce(told, was), present, '', 'elsewhere', '', CURRENT_TIMESTAMP, '');
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER tell_change AFTER INSERT OR UPDATE OR DELETE ON articles_lintterm
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_tell_rule_change('word', '{pattern,advice,language,is_active}');
CREATE CONSTRAINT TRIGGER tell_change AFTER INSERT OR UPDATE OR DELETE ON articles_allowedsentence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_tell_rule_change('sentence', '{page_id,sentence,reason}');
"""
TELL_NOTHING = """
DROP TRIGGER tell_change ON articles_lintterm;
DROP TRIGGER tell_change ON articles_allowedsentence;
DROP FUNCTION articles_tell_rule_change();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0040_more_drawings")]

    operations = [
        migrations.AlterField(
            model_name="rulechange",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("waiting", "Waits for a second person"),
                    ("confirmed", "Confirmed"),
                    ("declined", "Declined"),
                    ("at_once", "Made stricter at once"),
                    ("elsewhere", "Changed by a program, without two people and a reason"),
                ],
                default="waiting",
                max_length=10,
                verbose_name="outcome",
            ),
        ),
        migrations.RunSQL(TELL, TELL_NOTHING),
    ]
