"""Makes the three graphs of this folder: python3 models.py (PyTorch 1.13; a minute).

They learn three metrics of one imaginary service that move together: cpu, memory and latency follow one load.
"""
import math
import torch

torch.manual_seed(3)
F, W = 3, 8


def records(n, batch):
    t = torch.arange(n).float()
    phase = torch.rand(batch, 1) * 6.28
    load = torch.sin(2 * math.pi * t / 24 + phase) + 0.3 * torch.sin(2 * math.pi * t / 7 + 3 * phase)
    noise = lambda: 0.05 * torch.randn(batch, n)
    return torch.stack([50 + 20 * load + noise(), 4 + load + 0.05 * noise(), 100 + 40 * load + noise()], 2)


def normalized(x):
    return torch.asinh((x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True))


class Autoencoder(torch.nn.Module):
    """x[B,W,F] -> y[B,W,F]"""

    def __init__(self, hidden=12, code=2):
        super().__init__()
        self.encoder = torch.nn.LSTM(F, hidden, batch_first=True)
        self.narrow = torch.nn.Linear(hidden, code)
        self.decoder = torch.nn.LSTM(code, hidden, batch_first=True)
        self.out = torch.nn.Linear(hidden, F)

    def forward(self, x):
        h = self.encoder(x)[0]
        return self.out(self.decoder(self.narrow(h))[0])


class Forecaster(torch.nn.Module):
    """x[B,F], m[B,M] -> y[B,F], m_next[B,M]; raw values, the scaler inside"""

    def __init__(self, hidden=16):
        super().__init__()
        self.cell = torch.nn.GRUCell(F, hidden)
        self.out = torch.nn.Linear(hidden, F)
        self.register_buffer("mean", torch.tensor([50.0, 4.0, 100.0]))
        self.register_buffer("scale", torch.tensor([20.0, 1.0, 40.0]))

    def forward(self, x, m):
        z = (x - self.mean) / self.scale
        m_next = self.cell(z, m)
        return (z + self.out(m_next)) * self.scale + self.mean, m_next


class Classifier(torch.nn.Module):
    """x[B,W,F] -> y[B,1]: the probability that the metrics have come apart"""

    def __init__(self):
        super().__init__()
        self.net = torch.nn.Sequential(
            torch.nn.Flatten(), torch.nn.Linear(W * F, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1), torch.nn.Sigmoid())

    def forward(self, x):
        return self.net(x)


def fit(model, steps, loss):
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for step in range(steps):
        optimizer.zero_grad()
        value = loss()
        value.backward()
        optimizer.step()
    print(type(model).__name__, float(value))
    return model.eval()


def export(model, name, inputs, names, outputs):
    torch.onnx.export(model, inputs, name + ".onnx", opset_version=17, input_names=names, output_names=outputs,
                      dynamic_axes={tensor: {0: "B"} for tensor in names + outputs})


def windows(batch):
    return normalized(records(200, batch)).unfold(1, W, 5).permute(0, 1, 3, 2).reshape(-1, W, F)


autoencoder = Autoencoder()


def reconstruct():
    x = windows(4)
    return torch.nn.functional.mse_loss(autoencoder(x), x)


fit(autoencoder, 600, reconstruct)
export(autoencoder, "autoencoder", (torch.zeros(2, W, F),), ["x"], ["y"])

forecaster = Forecaster()


def forecast():
    x, m, loss = records(60, 16), torch.zeros(16, 16), 0
    for t in range(59):
        y, m = forecaster(x[:, t], m)
        loss = loss + (((y - x[:, t + 1]) / forecaster.scale) ** 2).mean()
    return loss / 59


fit(forecaster, 300, forecast)
export(forecaster, "forecaster", (torch.zeros(2, F), torch.zeros(2, 16)), ["x", "m"], ["y", "m_next"])

classifier = Classifier()


def classify():
    x = windows(4)
    broken = (torch.rand(x.shape[0]) < 0.5).float()
    moved = x.clone()
    moved[:, -3:, 1] = moved[:, -3:, 1] + torch.randn(x.shape[0], 1) * 1.5
    x = torch.where(broken.view(-1, 1, 1) > 0, moved, x)
    return torch.nn.functional.binary_cross_entropy(classifier(x)[:, 0], broken)


fit(classifier, 600, classify)
export(classifier, "classifier", (torch.zeros(2, W, F),), ["x"], ["y"])
