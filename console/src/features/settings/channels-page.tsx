import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { channelsQuery } from "@/api/settings";
import { useProject } from "@/lib/project-context";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { ChannelForm } from "./channel-form";

/** The ways a message can reach people, each with its settings. */
export function ChannelsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const channels = useQuery(channelsQuery(project));
  return (
    <Page title={t("settings.channels.title")} about={t("settings.channels.about")}>
      <Loaded asked={channels}>
        {(answer) => (
          <div className="stack narrow">
            {answer.map((each) => (
              <ChannelForm key={each.channel} channel={each} />
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
