export {
  type DeadJob,
  type Depth,
  forgetJobs,
  nameWorker,
  openQueue,
  Queue,
  type QueuePlace,
  type ReadJob,
  type Role,
  type WorkerSeen,
} from "./queue.ts";
