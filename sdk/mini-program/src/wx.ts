/** The parts of WeChat's mini-program API that are used, as its documentation has them. */

export interface RequestOptions {
  url: string;
  data: string;
  method: "POST";
  header: Record<string, string>;
  timeout: number;
  dataType: string;
  /** Called for every HTTP status, also for 500. */
  success: (answer: { data: unknown; statusCode: number; header: Record<string, string> }) => void;
  fail: (error: { errMsg: string }) => void;
}

/** How the mini-program was opened: by which entrance, with which parameters. */
export interface EnterOptions {
  path?: string;
  scene?: number;
  query?: Record<string, string | undefined>;
}

export interface Wx {
  request(options: RequestOptions): unknown;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: string): void;
  removeStorageSync(key: string): void;
  onNetworkStatusChange?(listener: (status: { isConnected: boolean }) => void): void;
  getEnterOptionsSync?(): EnterOptions;
  getLaunchOptionsSync?(): EnterOptions;
  getDeviceInfo?(): { system?: string; model?: string; brand?: string };
  getWindowInfo?(): { screenWidth?: number; screenHeight?: number };
  getAppBaseInfo?(): { language?: string; version?: string; SDKVersion?: string };
}

/** One page on the stack. */
export interface PageInstance {
  route?: string;
  options?: Record<string, string | undefined>;
}

/** An option object of `App`, `Page` or the methods of `Component`: hooks by name. */
export type Hooks = Record<string, unknown>;

export type Register = (options: Hooks) => unknown;
