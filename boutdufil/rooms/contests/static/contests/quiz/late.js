// A paper whose hour is over: what was given in time and is still here goes off at once.

import { Queue } from "./queue.js";
import { Sender } from "./sender.js";

const root = document.querySelector("[data-late]");
const { paper, url, lease, next } = root.dataset;
const queue = new Queue(paper, lease, Number(next));
const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
const sender = new Sender(url, token, queue, () => queue.isEmpty && location.reload(), () => {});

if (!queue.isEmpty) sender.flush();
