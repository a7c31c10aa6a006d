import { runAsWorker } from "synckit";
import { askBucket } from "./client.ts";

runAsWorker(askBucket);
