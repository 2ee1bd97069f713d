import { lazy, Suspense } from "react";
import type { EchartProps } from "./echart-props";

const Drawn = lazy(() => import("./echart-drawn").then((it) => ({ default: it.EchartDrawn })));

/** A chart; the library that draws it is fetched when the first one is on the page. */
export function Echart(props: EchartProps) {
  return (
    <Suspense fallback={<div style={{ height: props.height }} aria-busy="true" />}>
      <Drawn {...props} />
    </Suspense>
  );
}
