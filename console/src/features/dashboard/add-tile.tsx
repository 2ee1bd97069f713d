import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Tile } from "@/api/dashboards";
import { questionsQuery } from "@/api/questions";
import { useProject } from "@/lib/project-context";
import { requestKey } from "@/lib/request-key";
import { below } from "@/lib/tile-layout";

/** A saved question or a text, put at the foot of the dashboard. */
export function AddTile({ tiles, add }: { tiles: Tile[]; add: (tile: Tile) => void }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const questions = useQuery(questionsQuery(project));
  const [text, setText] = useState("");
  const make = (more: Partial<Tile>, h: number) =>
    add({ tile_id: requestKey(), title: "", shown: "auto", place: below(tiles, 6, h), ...more });
  return (
    <Space wrap>
      <Select
        showSearch={{ optionFilterProp: "label" }}
        style={{ minWidth: 220 }}
        aria-label={t("dashboard.addQuestion")}
        placeholder={t("dashboard.addQuestion")}
        value={null}
        notFoundContent={t("question.saved.none")}
        onChange={(question: string | null) => question && make({ question }, 5)}
        options={(questions.data ?? []).map((each) => ({ value: each.question_id, label: each.name }))}
      />
      <Space.Compact>
        <Input
          aria-label={t("dashboard.text")}
          placeholder={t("dashboard.text")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          disabled={!text.trim()}
          onClick={() => {
            make({ text: text.trim() }, 2);
            setText("");
          }}
        >
          {t("dashboard.addText")}
        </Button>
      </Space.Compact>
    </Space>
  );
}
