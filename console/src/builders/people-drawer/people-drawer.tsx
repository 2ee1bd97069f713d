import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/use-format";
import { Loaded } from "@/ui/loaded";
import type { PeopleBehind } from "./people-drawer-context";
import { PeopleTable } from "./people-table";
import { SaveAsSegment } from "./save-as-segment";
import { usePeople } from "./use-people";

interface Props {
  behind: PeopleBehind;
  close: () => void;
}

/** The people behind a number: who they are, to be saved or written to. */
export function PeopleDrawer({ behind, close }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const people = usePeople(behind.source);
  return (
    <Drawer open onClose={close} size={720} title={behind.title} destroyOnHidden>
      <Loaded asked={people} rows={8}>
        {(answer) => (
          <div className="stack">
            <div className="row">
              <strong data-testid="people-count">
                {t("common.peopleCount", { n: format.whole(answer.count) })}
              </strong>
              <span style={{ flex: 1 }} />
              {answer.count > 0 ? <SaveAsSegment behind={behind} count={answer.count} close={close} /> : null}
            </div>
            <PeopleTable people={answer.people} />
            {people.more}
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}
