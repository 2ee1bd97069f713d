import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { decideHeld, type HeldFacts as Held, heldFactsQuery } from "@/api/held-facts";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Problem } from "@/ui/problem";

const TELLING_MS = 3_000;

/** Notices of changes that nobody was told of, as they were too many at once: an operator tells or drops them. */
export function HeldFacts({ kind }: { kind: Held["kind"] }) {
  const { project } = useProject();
  const asked = useQuery({
    ...heldFactsQuery(project),
    refetchInterval: ({ state }) =>
      state.data?.held.some((each) => each.state === "telling") ? TELLING_MS : false,
  });
  const held = asked.data?.held.filter((each) => each.kind === kind) ?? [];
  return held.map((each) => <HeldNotice key={each.held_id} held={each} />);
}

function HeldNotice({ held }: { held: Held }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const deciding = useMutation({
    mutationFn: (how: "tell" | "drop") => decideHeld(project, held.held_id, how),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "held-facts"] }),
  });
  const counts = { name: held.name, n: format.whole(held.count), at: format.instant(held.held_at) };
  if (held.state === "telling") {
    const told = { ...counts, told: format.whole(held.told) };
    return <Alert type="info" showIcon title={t("held.telling", told)} />;
  }
  return (
    <Alert
      type="warning"
      showIcon
      title={t("held.title", counts)}
      description={
        <>
          {t("held.why")}
          {deciding.error ? <Problem error={deciding.error} /> : null}
        </>
      }
      action={
        may("operator") ? (
          <div className="row">
            <Popconfirm
              title={t("held.tellSure", counts)}
              okText={t("held.tell")}
              onConfirm={() => deciding.mutate("tell")}
            >
              <Button size="small" loading={deciding.isPending}>
                {t("held.tell")}
              </Button>
            </Popconfirm>
            <Button size="small" loading={deciding.isPending} onClick={() => deciding.mutate("drop")}>
              {t("held.drop")}
            </Button>
          </div>
        ) : null
      }
    />
  );
}
