import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { segmentsQuery } from "@/api/segments";
import { Bracket } from "@/builders/bracket/bracket";
import { PickList } from "@/builders/bracket/pick-list";
import { useProject } from "@/lib/project-context";

interface Props {
  name: string;
  onChange: (name: string) => void;
}

/** Which saved segment. */
export function SegmentBracket({ name, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const segments = useQuery(segmentsQuery(project)).data ?? [];
  const items = segments.map((each) => ({
    value: each.name,
    ...(each.people === null ? {} : { count: each.people }),
  }));
  return (
    <Bracket label={name || t("rule.pickSegment")} name={t("rule.kind.segment")} wrong={!name}>
      {(close) => (
        <PickList
          items={items}
          chosen={[name]}
          name={t("rule.pickSegment")}
          onPick={(next) => {
            onChange(next);
            close();
          }}
        />
      )}
    </Bracket>
  );
}
