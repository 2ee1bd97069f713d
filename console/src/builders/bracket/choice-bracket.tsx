import { Bracket } from "./bracket";
import { type Pick, PickList } from "./pick-list";

interface Props {
  items: Pick[];
  value: string;
  name: string;
  label?: string;
  empty?: boolean;
  search?: boolean;
  width?: number;
  onChange: (value: string) => void;
}

/** One word out of a few. */
export function ChoiceBracket({
  items,
  value,
  name,
  label,
  empty = false,
  search = false,
  width = 200,
  onChange,
}: Props) {
  const shown = label ?? items.find((item) => item.value === value)?.label ?? value;
  return (
    <Bracket label={shown} name={name} empty={empty} width={width}>
      {(close) => (
        <PickList
          items={items}
          search={search}
          chosen={[value]}
          name={name}
          onPick={(next) => {
            onChange(next);
            close();
          }}
        />
      )}
    </Bracket>
  );
}
