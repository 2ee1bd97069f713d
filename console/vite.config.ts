import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { unsaid, unsaidEverywhere } from "./unsaid.ts";

const SERVER = process.env["STAYFLOW_SERVER"] ?? "http://127.0.0.1:8420";

export default defineConfig({
  plugins: [unsaid, unsaidEverywhere, react()],
  optimizeDeps: { rolldownOptions: { plugins: [unsaid] } }, // what is bundled beforehand for `npm run dev`
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/api": SERVER, "/healthz": SERVER } },
  build: {
    outDir: "../src/stayflow/interfaces/http/console",
    emptyOutDir: true,
    chunkSizeWarningLimit: 900,
    target: "es2022",
  },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
  },
});
