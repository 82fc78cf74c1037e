"""Trains an autoencoder on three metrics of a service and writes what a job needs.

    python3 train.py DIR

DIR/autoencoder.onnx   the graph: the last 8 records in, their reconstruction out
DIR/autoencoder.yaml   its card: which contract it keeps, which metrics it reads
DIR/data/service.csv   a day of the same metrics, in which memory stops following the load at the end

Needs PyTorch 1.13 or later and its onnx package. Takes about ten seconds.
"""
import math
import pathlib
import sys

import torch

WINDOW = 8
METRICS = ["cpu", "memory", "latency"]
RECORDS = 480
APART = 440

torch.manual_seed(3)
torch.set_num_threads(1)


def loads(records, batch):
    """[batch, records]: what drives the three metrics."""
    t = torch.arange(records).float()
    phase = 2 * math.pi * torch.rand(batch, 1)
    return torch.sin(2 * math.pi * t / 24 + phase) + 0.3 * torch.sin(2 * math.pi * t / 7 + 3 * phase)


def metrics(load, memory):
    """[batch, records, 3]"""
    noise = torch.randn(*load.shape, 3)
    return torch.stack([50 + 20 * load, 4 + memory, 100 + 40 * load], 2) + noise * torch.tensor([0.5, 0.02, 1.0])


class Autoencoder(torch.nn.Module):
    """x [B, WINDOW, 3] -> y [B, WINDOW, 3]"""

    def __init__(self, hidden=12, code=2):
        super().__init__()
        self.encoder = torch.nn.LSTM(len(METRICS), hidden, batch_first=True)
        self.narrow = torch.nn.Linear(hidden, code)
        self.decoder = torch.nn.LSTM(code, hidden, batch_first=True)
        self.out = torch.nn.Linear(hidden, len(METRICS))

    def forward(self, x):
        h, _ = self.encoder(x)
        return self.out(self.decoder(self.narrow(h))[0])


def train():
    model = Autoencoder()
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(400):
        load = loads(WINDOW, 256)
        x = metrics(load, load)
        # A job normalizes in the same way: the running mean and scale of each metric, then asinh.
        x = torch.asinh((x - torch.tensor([50.0, 4.0, 100.0])) / torch.tensor([15.0, 0.75, 30.0]))
        optimizer.zero_grad()
        loss = torch.mean((model(x) - x) ** 2)
        loss.backward()
        optimizer.step()
    print(f"mean square error of the reconstruction: {loss.item():.4f}")
    return model.eval()


def main(folder):
    (folder / "data").mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        train(), torch.zeros(2, WINDOW, len(METRICS)), str(folder / "autoencoder.onnx"), opset_version=17,
        input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "B"}, "y": {0: "B"}})
    (folder / "autoencoder.yaml").write_text(
        "name: autoencoder\nversion: 1\ncontract: reconstruction/1\ninput: normalized/1\n"
        f"features: [{', '.join(METRICS)}]\n")

    load = loads(RECORDS, 1)
    memory = load.clone()
    memory[:, APART:] = -load[:, APART:]
    rows = metrics(load, memory)[0].tolist()
    with open(folder / "data" / "service.csv", "w") as file:
        file.write("timestamp," + ",".join(METRICS) + "\n")
        for number, row in enumerate(rows):
            file.write(f"{1_767_225_600 + 180 * number}," + ",".join(f"{value:.3f}" for value in row) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
