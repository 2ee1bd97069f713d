import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select, Space, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  addTarget,
  noticesQuery,
  removeTarget,
  type TargetBody,
  targetsQuery,
  testTarget,
} from "@/api/alerts";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Loaded } from "@/ui/loaded";
import { Panel } from "@/ui/panel";
import { Problem } from "@/ui/problem";
import { RemoveButton } from "@/ui/remove-button";
import { useFailure } from "@/ui/use-failure";

const NOBODY: TargetBody = { name: "", kind: "email", address: "", secret: "" };
/** Robots that may ask for signed posts. */
const SIGNING: readonly string[] = ["dingtalk", "feishu"];
const KINDS = ["email", "wecom", "dingtalk", "feishu", "webhook"] as const;

/** Whom alerts and reports can tell, and what they were told. */
export function TargetsPanel() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const may = useMay();
  const fail = useFailure();
  const client = useQueryClient();
  const targets = useQuery(targetsQuery(project));
  const notices = useQuery(noticesQuery(project));
  const again = () => client.invalidateQueries({ queryKey: [project, "notice-targets"] });
  const testing = useMutation({
    mutationFn: (id: string) => testTarget(project, id),
    onSuccess: () => client.invalidateQueries({ queryKey: [project, "notices"] }),
    onError: fail,
  });
  return (
    <div className="grid">
      <Panel className="span-6" title={t("alert.targets")}>
        <Loaded asked={targets} rows={2}>
          {(all) =>
            all.length === 0 ? (
              <p className="note">{t("alert.noTargets")}</p>
            ) : (
              <table className="plain">
                <tbody>
                  {all.map((each) => (
                    <tr key={each.target_id}>
                      <td>{each.name}</td>
                      <td className="soft">
                        {t(`alert.kind.${each.kind as "email"}`)} {each.shown}{" "}
                        {each.is_signed ? <Tag>{t("alert.signed")}</Tag> : null}
                      </td>
                      <td className="num">
                        {may("operator") ? (
                          <Space>
                            <Button size="small" onClick={() => testing.mutate(each.target_id)}>
                              {t("alert.test")}
                            </Button>
                            <RemoveButton
                              name={each.name}
                              queryKey={[project, "notice-targets"]}
                              remove={() => removeTarget(project, each.target_id)}
                            />
                          </Space>
                        ) : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Loaded>
        {may("operator") ? <NewTarget done={again} /> : null}
      </Panel>
      <Panel className="span-6" title={t("alert.notices")}>
        <Loaded asked={notices} rows={2}>
          {(all) =>
            all.length === 0 ? (
              <span className="note">{t("alert.noNotices")}</span>
            ) : (
              <table className="plain">
                <tbody>
                  {all.slice(0, 8).map((each) => (
                    <tr key={each.notice_id}>
                      <td title={each.body}>{each.title}</td>
                      <td className="soft">{format.second(each.created_at)}</td>
                      <td className="num">
                        {t("alert.told", { told: each.told, waiting: each.waiting, failed: each.failed })}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Loaded>
      </Panel>
    </div>
  );
}

function NewTarget({ done }: { done: () => Promise<void> }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const [body, setBody] = useState<TargetBody>(NOBODY);
  const adding = useMutation({
    mutationFn: () => addTarget(project, body),
    onSuccess: async () => {
      setBody(NOBODY);
      await done();
    },
  });
  return (
    <div className="stack" style={{ marginTop: 12 }}>
      <Space.Compact style={{ width: "100%" }}>
        <Input
          aria-label={t("common.name")}
          placeholder={t("common.name")}
          style={{ width: 120 }}
          value={body.name}
          onChange={(event) => setBody({ ...body, name: event.target.value })}
        />
        <Select
          style={{ width: 140 }}
          aria-label={t("alert.how")}
          value={body.kind}
          onChange={(kind) => setBody({ ...body, kind, secret: "" })}
          options={KINDS.map((value) => ({ value, label: t(`alert.kind.${value}`) }))}
        />
        <Input
          aria-label={t("alert.address")}
          placeholder={t(body.kind === "email" ? "alert.addressEmail" : "alert.addressRobot")}
          value={body.address}
          onChange={(event) => setBody({ ...body, address: event.target.value })}
        />
        {SIGNING.includes(body.kind) ? (
          <Input.Password
            aria-label={t("alert.secret")}
            placeholder={t("alert.secret")}
            autoComplete="off"
            value={body.secret ?? ""}
            onChange={(event) => setBody({ ...body, secret: event.target.value })}
          />
        ) : null}
        <Button
          disabled={!body.name.trim() || !body.address.trim()}
          loading={adding.isPending}
          onClick={() => adding.mutate()}
        >
          {t("common.add")}
        </Button>
      </Space.Compact>
      {adding.error ? <Problem error={adding.error} /> : null}
    </div>
  );
}
