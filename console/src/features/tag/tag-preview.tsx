import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import { type Definition, type TagKind, tagPreviewQuery } from "@/api/tags";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useSettled } from "@/lib/use-settled";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { isWhole } from "./definitions";
import { coverage } from "./tag-names";
import { TagSpread } from "./tag-spread";

/** How many people each value would have; counted anew while the definition is edited. */
export function TagPreview({ kind, definition }: { kind: TagKind; definition: Definition }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const settled = useSettled(JSON.stringify({ kind, definition }), 400);
  const asked = JSON.parse(settled) as { kind: TagKind; definition: Definition };
  const whole = isWhole(asked.kind, asked.definition);
  const preview = useQuery({
    ...tagPreviewQuery(project, asked.kind, asked.definition),
    enabled: whole,
    placeholderData: keepPreviousData,
  });
  if (kind === "import" || kind === "manual") return null;
  return (
    <Panel title={t("tag.preview")} note={t("tag.previewHint")}>
      {whole ? (
        <Loaded asked={preview} rows={3}>
          {({ spread, sentence }) => (
            <div className="stack" data-testid="tag-preview">
              <span>{inLanguage(sentence, format.language)}</span>
              <TagSpread
                spread={spread}
                behind={(value, title) => ({
                  title,
                  source: { kind: "named", named: { tag_draft: { ...asked, value } } },
                })}
              />
              <span className="note">
                {t("tag.coverage")} {format.percent(coverage(spread))} · {format.whole(spread.covered)} /{" "}
                {format.whole(spread.total)}
              </span>
            </div>
          )}
        </Loaded>
      ) : (
        <span className="note">{t("tag.incomplete")}</span>
      )}
    </Panel>
  );
}
