import { Input } from "antd";
import { useTranslation } from "react-i18next";
import type { ClauseField } from "@/api/condition-kinds";
import type { FacetBody, TimeRange } from "@/api/condition-types";
import { Bracket } from "@/builders/bracket/bracket";
import { PickList } from "@/builders/bracket/pick-list";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { chosenIn, comparisonOf, fieldComplete, fieldWords } from "./facet-words";
import { firstOperator } from "./operators";
import { type Test, TestEditor } from "./test-editor";
import { useSaid } from "./use-kinds";

interface Props {
  field: ClauseField;
  body: FacetBody;
  onChange: (body: FacetBody) => void;
}

function without(body: FacetBody, name: string): FacetBody {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}

function Choices({ field, body, onChange, close }: Props & { close: () => void }) {
  const { t } = useTranslation();
  const say = useSaid();
  const chosen = chosenIn(field, body);
  const many = field.kind === "choices";
  const known = field.choices.map(({ value, label, count }) => ({
    value,
    label: say(label),
    ...(count === null || count === undefined ? {} : { count }),
  }));
  const none = field.default && !many ? [{ value: "", label: say(field.default) || t("rule.leftOut") }] : [];
  const pick = (value: string) => {
    if (!many) {
      onChange(value ? { ...body, [field.name]: value } : without(body, field.name));
      return close();
    }
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    onChange({ ...body, [field.name]: next });
  };
  return (
    <PickList
      items={[...none, ...known]}
      search={known.length > 8}
      chosen={chosen}
      name={say(field.label)}
      onPick={pick}
    />
  );
}

function ComparisonEditor({ field, body, onChange }: Props) {
  const test: Test = comparisonOf(field, body) ?? { op: firstOperator(field.type) };
  const put = ({ op, value }: Test) => {
    if (field.kind === "bound") return onChange({ ...body, [field.name]: { [op]: value ?? null } });
    onChange({ ...without(body, "value"), op, ...(value === undefined ? {} : { value }) });
  };
  return (
    <TestEditor
      type={field.type}
      test={test}
      suggested={field.choices.map((each) => each.value)}
      onChange={put}
    />
  );
}

/** One place of a sentence that a room of the server wrote. */
export function FacetField(props: Props) {
  const { field, body, onChange } = props;
  const { t } = useTranslation();
  const say = useSaid();
  if (field.kind === "range") {
    return (
      <RangeBracket
        always
        range={body[field.name] as TimeRange | undefined}
        onChange={(range) => onChange(range ? { ...body, [field.name]: range } : without(body, field.name))}
      />
    );
  }
  const words = fieldWords(field, body, t, say);
  const left = field.default ? say(field.default) : `${say(field.label)} …`;
  return (
    <Bracket
      label={words ?? left}
      name={say(field.label)}
      empty={words === null && !field.is_required}
      wrong={!fieldComplete(field, body)}
      width={280}
    >
      {(close) =>
        field.kind === "comparison" || field.kind === "bound" ? (
          <ComparisonEditor {...props} />
        ) : field.kind === "text" ? (
          <Input
            autoFocus
            aria-label={say(field.label)}
            value={String(body[field.name] ?? "")}
            onChange={(event) => onChange({ ...body, [field.name]: event.target.value })}
            onPressEnter={close}
          />
        ) : (
          <Choices {...props} close={close} />
        )
      }
    </Bracket>
  );
}
