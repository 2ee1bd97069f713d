import { Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Definition, TagDraft, TagKind } from "@/api/tags";
import { Choice } from "@/ui/choice";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { BEGUN, isWhole } from "./definitions";
import { GivenEditor } from "./given-editor";
import { PreferenceEditor } from "./preference-editor";
import { RuleEditor } from "./rule-editor";
import { StatisticEditor } from "./statistic-editor";
import { TagFields } from "./tag-fields";
import { TagPreview } from "./tag-preview";

interface Props {
  first: TagDraft;
  /** The kind of a saved tag stays. */
  fixed?: boolean;
  saving: boolean;
  error: unknown;
  onSave: (draft: TagDraft) => void;
}

const KINDS: TagKind[] = ["rule", "statistic", "preference", "import", "manual"];
const EDITORS = {
  rule: RuleEditor,
  statistic: StatisticEditor,
  preference: PreferenceEditor,
  import: GivenEditor,
  manual: GivenEditor,
};

/** How the values come about, how many people that gives, and what the tag is called. */
export function TagEditor({ first, fixed = false, saving, error, onSave }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<TagKind>(first.kind);
  const [definition, setDefinition] = useState<Definition>(first.definition);
  const Editor = EDITORS[kind];
  const ready = isWhole(kind, definition);
  return (
    <div className="stack">
      <Panel>
        <div className="stack">
          {fixed ? null : (
            <Choice
              label={t("tag.kind")}
              value={kind}
              onChange={(next) => {
                setKind(next);
                setDefinition(BEGUN[next]);
              }}
              of={KINDS}
              say={(each) => t(`tag.kinds.${each}`)}
            />
          )}
          <span className="note">{t(`tag.kindHints.${kind}`)}</span>
          <Editor definition={definition} onChange={setDefinition} />
        </div>
      </Panel>
      <TagPreview kind={kind} definition={definition} />
      <Panel>
        <Form<TagDraft>
          layout="vertical"
          requiredMark={false}
          initialValues={{ ...first, folder_id: first.folder_id ?? "" }}
          onFinish={(draft) =>
            onSave({
              ...draft,
              name: draft.name.trim(),
              folder_id: draft.folder_id || null,
              kind,
              definition,
            })
          }
        >
          <TagFields />
          {error ? <Problem error={error} /> : null}
          <Button type="primary" htmlType="submit" disabled={!ready} loading={saving}>
            {t("common.save")}
          </Button>
        </Form>
      </Panel>
    </div>
  );
}
