import { useTranslation } from "react-i18next";
import type { VoiceQuery, VoiceResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { splitOf } from "@/builders/query/query-words";
import { useGroupHeading, useGroupName } from "@/builders/query/use-group-name";
import { MOODS, type Mood } from "@/charts/mood-bar/mood-bar";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";
import { CommentTable } from "./comment-table";

type Comments = NonNullable<VoiceResult["comments"]>;
interface Props {
  query: VoiceQuery;
  comments: Comments;
}

/** Of the comments that have a mood, those of one; none where no comment has. */
function shareOf(of: NonNullable<Comments["previous"]>, mood: Mood): number | null {
  const said = of.read - of.unread;
  return said > 0 ? of[mood].comments / said : null;
}

/** What people wrote: its mood, what it is about, and a few examples; who wrote it is a click away. */
export function VoiceComments({ query, comments }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGroupName();
  const heading = useGroupHeading();
  if (comments.read === 0) {
    return <FirstStep title={t("outcome.voice.comments")}>{t("outcome.voice.noComments")}</FirstStep>;
  }
  const { previous } = comments;
  const sampled = comments.written > comments.read;
  const behind = (title: string, who: object) => ({
    title,
    source: { kind: "query" as const, query, who: { of: "comments", ...who } },
  });
  return (
    <>
      <div className="stats">
        <Figure
          label={t("outcome.voice.read")}
          now={comments.read}
          before={previous?.read}
          say={format.whole}
          also={sampled ? t("outcome.voice.sampled", { n: format.whole(comments.written) }) : null}
        />
        <PeopleFigure
          compact={false}
          label={t("outcome.voice.writers")}
          now={comments.people}
          before={previous?.people}
          behind={behind(t("outcome.voice.writers"), {})}
        />
        {MOODS.map((mood) => (
          <Figure
            key={mood}
            label={t(`outcome.voice.mood.${mood}`)}
            hint={t("outcome.voice.hint.mood")}
            now={shareOf(comments, mood)}
            before={previous && shareOf(previous, mood)}
            say={format.percent}
            also={
              <PeopleNumber
                value={comments[mood].people}
                behind={behind(t(`outcome.voice.mood.${mood}`), { mood })}
              />
            }
          />
        ))}
        <Figure
          label={t("outcome.voice.unread")}
          hint={t("outcome.voice.hint.unread")}
          now={comments.unread}
          before={previous?.unread}
          say={format.whole}
        />
      </div>
      <CommentTable
        title={t("outcome.voice.topics")}
        first={t("outcome.voice.topic")}
        lines={comments.topics.map((topic) => ({
          name: topic.topic,
          cell: topic,
          before: topic.previous,
          who: { topic: topic.topic },
        }))}
        behind={behind}
      />
      {comments.groups ? (
        <CommentTable
          title={t("outcome.voice.commentGroups")}
          first={heading}
          lines={comments.groups.map((group) => ({
            name: nameOf(group),
            cell: group,
            before: group.previous,
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
