import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Radio, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { identityKindsQuery } from "@/api/identities";
import { startMatchRun } from "@/api/matches";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Dialog } from "@/ui/dialog";

/** Asks whom to compare, and begins. */
export function StartSearch() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<string | null>(null);
  const [isAll, setAll] = useState(true);
  const kinds = useQuery({ ...identityKindsQuery(project), enabled: open });
  const starting = useMutation({
    mutationFn: () => startMatchRun(project, isAll ? null : kind),
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries({ queryKey: [project, "match-runs"] });
    },
  });
  const known = (kinds.data?.kinds ?? []).filter((each) => each.identities > 0);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t("match.start")}
      </Button>
      <Dialog
        open={open}
        title={t("match.search.title")}
        okText={t("match.start")}
        ready={isAll || kind !== null}
        doing={starting.isPending}
        error={starting.error}
        act={() => starting.mutate()}
        close={() => setOpen(false)}
      >
        <Form layout="vertical">
          <Form.Item>
            <Radio.Group
              vertical
              value={isAll}
              onChange={(event) => setAll(event.target.value)}
              options={[
                { value: true, label: t("match.search.everyone") },
                { value: false, label: t("match.search.onlyKind") },
              ]}
            />
          </Form.Item>
          {isAll ? null : (
            <Form.Item label={t("match.search.kind")} extra={t("match.search.kindHint")}>
              <Select
                aria-label={t("match.search.kind")}
                value={kind}
                loading={kinds.isFetching}
                options={known.map((each) => ({
                  value: each.kind,
                  label: `${each.kind} · ${format.whole(each.identities)}`,
                }))}
                onChange={setKind}
              />
            </Form.Item>
          )}
        </Form>
      </Dialog>
    </>
  );
}
