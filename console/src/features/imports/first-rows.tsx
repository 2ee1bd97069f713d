import type { ImportPreview } from "@/api/imports";

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The first rows of the file, as they are. */
export function FirstRows({ columns, rows }: Pick<ImportPreview, "columns" | "rows">) {
  return (
    <div className="scroll">
      <table className="plain">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 8).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no name but their place
            <tr key={index}>
              {columns.map((column) => (
                <td key={column}>{cell(row[column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
