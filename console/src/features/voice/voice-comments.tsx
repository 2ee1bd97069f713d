import { useTranslation } from "react-i18next";
import type { VoiceQuery, VoiceResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { splitOf } from "@/builders/query/query-words";
import { useGroupName } from "@/builders/query/use-group-name";
import { MOODS } from "@/charts/mood-bar/mood-bar";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { Stat } from "@/ui/stat";
import { CommentTable } from "./comment-table";

type Comments = NonNullable<VoiceResult["comments"]>;
interface Props {
  query: VoiceQuery;
  comments: Comments;
}

/** What people wrote: its mood, what it is about, and a few examples; who wrote it is a click away. */
export function VoiceComments({ query, comments }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  if (comments.read === 0) {
    return <FirstStep title={t("outcome.voice.comments")}>{t("outcome.voice.noComments")}</FirstStep>;
  }
  const said = comments.read - comments.unread;
  const sampled = comments.written > comments.read;
  const behind = (title: string, who: object) => ({
    title,
    source: { kind: "query" as const, query, who: { of: "comments", ...who } },
  });
  return (
    <>
      <div className="stats">
        <Stat
          label={t("outcome.voice.read")}
          below={sampled ? t("outcome.voice.sampled", { n: format.whole(comments.written) }) : null}
        >
          {format.whole(comments.read)}
        </Stat>
        <Stat label={t("outcome.voice.writers")}>
          <PeopleNumber value={comments.people} behind={behind(t("outcome.voice.writers"), {})} />
        </Stat>
        {MOODS.map((mood) => (
          <Stat
            key={mood}
            label={t(`outcome.voice.mood.${mood}`)}
            hint={t("outcome.voice.hint.mood")}
            below={
              <PeopleNumber
                value={comments[mood].people}
                behind={behind(t(`outcome.voice.mood.${mood}`), { mood })}
              />
            }
          >
            {format.percent(said > 0 ? comments[mood].comments / said : null)}
          </Stat>
        ))}
        <Stat label={t("outcome.voice.unread")} hint={t("outcome.voice.hint.unread")}>
          {format.whole(comments.unread)}
        </Stat>
      </div>
      <CommentTable
        title={t("outcome.voice.topics")}
        first={t("outcome.voice.topic")}
        lines={comments.topics.map((topic) => ({
          name: topic.topic,
          cell: topic,
          who: { topic: topic.topic },
        }))}
        behind={behind}
      />
      {comments.groups ? (
        <CommentTable
          title={t("outcome.voice.commentGroups")}
          first={t("outcome.voice.group")}
          lines={comments.groups.map((group) => ({
            name: nameOf(group),
            cell: group,
            who: splitOf(group),
          }))}
          behind={behind}
        />
      ) : null}
      <Panel title={t("outcome.voice.examples")} note={t("outcome.voice.masked")}>
        {comments.examples.map((each) => (
          <blockquote key={`${each.t} ${each.text}`} className={`comment-example ${each.mood}`}>
            {each.text} <span className="note">{`${t(`outcome.voice.mood.${each.mood}`)} · ${each.t}`}</span>
          </blockquote>
        ))}
      </Panel>
    </>
  );
}
