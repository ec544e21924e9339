/** A line a function wrote, as it wrote it. */
export interface FunctionLogLine {
  functionName: string;
  stream: 'stdout' | 'stderr';
  line: string;
}

/** One function of the template, ready to run. */
export interface FunctionOptions {
  /** Short name for logs and tallies. */
  name: string;
  /** Physical name, as in `AWS_LAMBDA_FUNCTION_NAME`. */
  functionName: string;
  functionArn: string;
  /** Folder with the deployed code. */
  codeDirectory: string;
  /** `file.export` or `folder/file.export`, as in the template. */
  handler: string;
  /** Complete `process.env` of its environments; nothing of the parent's leaks in. */
  environment: Record<string, string>;
  timeoutSeconds: number;
  memorySize: number;
  /** How many events run at the same time at most; more wait. Default 3. */
  environments?: number;
  onLog?: (line: FunctionLogLine) => void;
}
