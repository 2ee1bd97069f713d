import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { ANY, EventBracket } from "@/builders/bracket/event-bracket";

interface Props {
  event: string | string[];
  onChange: (event: string | string[]) => void;
}

/** One event, any of them, or one of several. */
export function DidEvents({ event, onChange }: Props) {
  const { t } = useTranslation();
  const events = [event].flat();
  const put = (next: string[]) => {
    const [first = "", second] = next.includes(ANY) ? [ANY] : [...new Set(next)];
    onChange(second === undefined ? first : [...new Set(next)]);
  };
  const canGrow = events.every((each) => each !== "" && each !== ANY);
  return (
    <>
      {events.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the list
        <Fragment key={at}>
          {at > 0 ? <span className="soft">{t("rule.valueOr")}</span> : null}
          <EventBracket
            any
            event={each}
            onChange={(next) => put(events.map((one, index) => (index === at ? next : one)))}
          />
          {events.length > 1 ? (
            <Button
              size="small"
              type="text"
              icon={<CloseOutlined />}
              aria-label={t("rule.removeEvent", { event: each })}
              onClick={() => put(events.filter((_, index) => index !== at))}
            />
          ) : null}
        </Fragment>
      ))}
      {canGrow ? (
        <EventBracket event="" label={t("rule.orEvent")} onChange={(next) => put([...events, next])} />
      ) : null}
    </>
  );
}
