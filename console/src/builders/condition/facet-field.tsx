import { Input } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ClauseField } from "@/api/condition-kinds";
import type { FacetBody, TimeRange } from "@/api/condition-types";
import { Bracket } from "@/builders/bracket/bracket";
import { ANY } from "@/builders/bracket/event-bracket";
import { FilterBracket } from "@/builders/bracket/filter-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { DidEvents } from "./did-events";
import { AmountEditor } from "./facet-amount";
import { BoundsEditor } from "./facet-bounds";
import { FacetChoices } from "./facet-choices";
import {
  chosenIn,
  comparisonOf,
  fieldComplete,
  fieldWords,
  filterOf,
  withoutField,
  withoutOthers,
} from "./facet-words";
import { firstTest } from "./operators";
import { type Test, TestEditor } from "./test-editor";
import { useSaid } from "./use-kinds";

export interface FieldProps {
  /** The kind of clause. */
  kind: string;
  field: ClauseField;
  /** All fields of the clause. */
  all: ClauseField[];
  body: FacetBody;
  onChange: (body: FacetBody) => void;
}

interface EditorProps extends FieldProps {
  close: () => void;
}

function ComparisonEditor({ field, body, onChange }: FieldProps) {
  const test: Test = comparisonOf(body) ?? firstTest(field.type);
  const put = ({ op, value }: Test) =>
    onChange({ ...withoutField(field, body), op, ...(value === undefined ? {} : { value }) });
  return (
    <TestEditor
      type={field.type}
      test={test}
      suggested={field.choices.map((each) => each.value)}
      onChange={put}
    />
  );
}

function TextEditor({ field, body, onChange, close }: EditorProps) {
  const say = useSaid();
  return (
    <Input
      autoFocus
      aria-label={say(field.label)}
      value={chosenIn(field, body)[0] ?? ""}
      onChange={(event) => onChange({ ...body, [field.name]: event.target.value })}
      onPressEnter={close}
    />
  );
}

const EDITORS: Record<string, (props: EditorProps) => ReactNode> = {
  comparison: ComparisonEditor,
  bound: BoundsEditor,
  length: AmountEditor,
  number: AmountEditor,
  text: TextEditor,
};

/** What stands in a field that can be opened; left out fields say what they are then. */
function FieldBracket(props: FieldProps) {
  const { field, all, body } = props;
  const { t } = useTranslation();
  const say = useSaid();
  const words = fieldWords(field, body, t, say);
  const wrong = !fieldComplete(field, body, all);
  const Editor = EDITORS[field.kind] ?? FacetChoices;
  const left = field.default && !wrong ? say(field.default) : `${say(field.label)} …`;
  return (
    <Bracket
      label={words ?? left}
      name={say(field.label)}
      empty={words === null && !wrong}
      wrong={wrong}
      width={280}
    >
      {(close) => <Editor {...props} close={close} />}
    </Bracket>
  );
}

/** Which events; any while the clause names none. */
function EventField({ field, body, onChange }: FieldProps) {
  const say = useSaid();
  const [first = ANY, ...others] = chosenIn(field, body);
  return (
    <>
      {field.lead ? <span className="soft">{say(field.lead)} </span> : null}
      <DidEvents
        event={[first, ...others]}
        onChange={(event) =>
          onChange(event === ANY ? withoutField(field, body) : { ...body, [field.name]: event })
        }
      />
    </>
  );
}

/** Tests of the events that the clause names. */
function FilterField({ field, all, body, onChange }: FieldProps) {
  const events = all.filter((each) => each.kind === "event").flatMap((each) => chosenIn(each, body));
  const [event, second] = events;
  const isOne = event !== undefined && event !== ANY && second === undefined;
  return (
    <FilterBracket
      filter={filterOf(field, body)}
      {...(isOne ? { event } : {})}
      onChange={(filter) =>
        onChange({ ...withoutField(field, body), ...(filter ? { [field.name]: filter } : {}) })
      }
    />
  );
}

/** One place of a sentence that a room of the server wrote. */
export function FacetField(props: FieldProps) {
  const { field, all, body } = props;
  const { t } = useTranslation();
  const say = useSaid();
  const put = (next: FacetBody) => props.onChange(withoutOthers(field, next, all));
  if (field.kind === "range") {
    return (
      <RangeBracket
        always
        range={body[field.name] as TimeRange | undefined}
        onChange={(range) => put(range ? { ...body, [field.name]: range } : withoutField(field, body))}
      />
    );
  }
  if (field.kind === "event") return <EventField {...props} onChange={put} />;
  if (field.kind === "filter") return <FilterField {...props} onChange={put} />;
  const lead = field.lead && fieldWords(field, body, t, say) !== null ? say(field.lead) : null;
  return (
    <>
      {lead ? <span className="soft">{lead} </span> : null}
      <FieldBracket {...props} onChange={put} />
    </>
  );
}
