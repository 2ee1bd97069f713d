import { DownOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/api/session";
import { useProject } from "@/lib/project-context";

/** The project's name, zone and currency; with several projects, the way to another. */
export function ProjectSwitch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const current = useProject();
  const projects = useQuery(sessionQuery).data?.projects ?? [];
  const place = `${current.zone} · ${current.currency}`;
  if (projects.length < 2) {
    return (
      <span className="row">
        <strong>{current.name}</strong>
        <span className="note">{place}</span>
      </span>
    );
  }
  return (
    <span className="row">
      <Dropdown
        trigger={["click"]}
        menu={{
          selectedKeys: [current.project],
          items: projects.map((each) => ({ key: each.project, label: each.name })),
          onClick: ({ key }) => void navigate({ to: `/p/${key}/overview` }),
        }}
      >
        <Button type="text" aria-label={t("shell.projects")}>
          <strong>{current.name}</strong>
          <DownOutlined />
        </Button>
      </Dropdown>
      <span className="note">{place}</span>
    </span>
  );
}
