"""DeepClassifier and DeepRegressor: the network with scikit-learn's manners, for notebooks and pipelines.

Here data are as scikit-learn has them, one example per row: `points` (m, n_x) and `labels` (m,); the one
place where they are turned is `_columns`.  scikit-learn is used where it is installed (its checks of the
data, its base classes); without it everything but those checks works the same.
"""

from importlib import import_module

import numpy as np

from .network import Network, whole_numbers
from .precision import precision_for
from .training import Trainer

try:
    base, validation = import_module("sklearn.base"), import_module("sklearn.utils.validation")
    multiclass = import_module("sklearn.utils.multiclass")
    BaseEstimator, ClassifierMixin, RegressorMixin = (
        base.BaseEstimator,
        base.ClassifierMixin,
        base.RegressorMixin,
    )
except ImportError:
    base = None

    class BaseEstimator:
        """Parameters are the arguments of __init__, as scikit-learn has it."""

        def get_params(self, deep=True) -> dict:
            code = self.__init__.__code__
            return {name: getattr(self, name) for name in code.co_varnames[1 : code.co_argcount]}

        def set_params(self, **params):
            for name, value in params.items():
                if name not in self.get_params():
                    raise ValueError(
                        f"unknown parameter {name!r}; choose from {', '.join(self.get_params())}"
                    )
                setattr(self, name, value)
            return self

    class ClassifierMixin:
        def score(self, X, y) -> float:
            """Share of right answers; of several labels, share of rows on which all are right."""
            found = np.asarray(self.predict(X))
            right = found == np.asarray(y).reshape(found.shape)
            return float((right if right.ndim == 1 else right.all(axis=1)).mean())

    class RegressorMixin:
        def score(self, X, y) -> float:
            """R² = 1 - Σ (y - ŷ)² / Σ (y - ȳ)², of several outputs the mean; of a constant y 1 if all is
            right, else 0."""
            found = np.asarray(self.predict(X))
            y = np.asarray(y, float).reshape(found.shape)
            missed, spread = np.square(y - found).sum(axis=0), np.square(y - y.mean(axis=0)).sum(axis=0)
            constant = np.where(missed == 0, 1.0, 0.0)
            return float(
                np.mean(np.where(spread == 0, constant, 1 - missed / np.where(spread == 0, 1, spread)))
            )


class Deep(BaseEstimator):
    """What both share.  Inputs are standardised by the data of the first fit; `epochs` passes are made.

    Between calls of partial_fit the settings of training may be changed, and the activation; what shapes the
    network (hidden, initializer, batch_norm, precision, random_state) belongs to the next fit.

    batch_norm: whether all hidden layers are normalized over each batch.  precision: float64, float32, or
    "auto" for float32 where the network is large (see `precision`).
    """

    def __init__(
        self,
        hidden=(32, 16),
        activation="relu",
        initializer="he",
        optimizer="adam",
        learning_rate=0.005,
        batch_size=32,
        epochs=100,
        regularization="l2",
        regularization_rate=0.1,
        keep_prob=1.0,
        batch_norm=False,
        precision="float64",
        random_state=None,
    ):
        self.hidden = hidden
        self.activation = activation
        self.initializer = initializer
        self.optimizer = optimizer
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.epochs = epochs
        self.regularization = regularization
        self.regularization_rate = regularization_rate
        self.keep_prob = keep_prob
        self.batch_norm = batch_norm
        self.precision = precision
        self.random_state = random_state

    def fit(self, X, y):
        """Train from new weights on points X (m, n_x) and y (m,).  Gives self."""
        points, y = self._checked(X, y, first=True)
        self._begin(points, y)
        return self._train(points, y, self.epochs)

    def _checked(self, X, y, *, first: bool):
        """Points (m, n_x) of float and y (m,), or ValueError."""
        if base is not None:
            allowed = {"dtype": [np.float64, np.float32], "multi_output": True}
            points, y = validation.validate_data(self, X, y, reset=first, **allowed)
        else:
            points, y = np.asarray(X, float), np.asarray(y)
            if points.ndim != 2 or len(points) != len(y):
                raise ValueError(f"X must have shape ({len(y)}, n_x) to match y, got {points.shape}")
            self.n_features_in_ = points.shape[1] if first else self.n_features_in_
        return points, self._answers(y)

    def _columns(self, points) -> np.ndarray:
        """X (n_x, m), standardised, from points (m, n_x)."""
        return ((points - self.center_) / self.spread_).T

    def _begin(self, points, y) -> None:
        given = self.random_state
        source = given if isinstance(given, np.random.RandomState) else np.random.RandomState(given)
        seed = source.randint(2**31 - 1)
        weights, order = np.random.SeedSequence(seed).spawn(2)
        self.center_ = points.mean(axis=0)
        spread = points.std(axis=0)
        self.spread_ = np.where(spread > 1e-12 * (np.abs(self.center_) + 1), spread, 1.0)
        output, n_y = self._output(y)
        hidden = whole_numbers("hidden", self.hidden)
        names = [self.activation] * len(hidden) + [output]
        normalized = range(1, len(hidden) + 1) if self.batch_norm else ()
        dims = [points.shape[1], *hidden, n_y]
        precision = precision_for(dims, self.precision)
        network = Network(dims, names, dtype=precision, batch_norm=normalized)
        self.network_ = network.initialize(self.initializer, rng=np.random.default_rng(weights))
        self._order_seed = int(order.generate_state(1)[0])
        self._state, self._told = None, None

    def _train(self, points, y, epochs: int):
        told = {
            "optimizer": self.optimizer,
            "learning_rate": self.learning_rate,
            "batch_size": min(self.batch_size, len(points)),
            "regularization": self.regularization,
            "regularization_rate": self.regularization_rate,
            "keep_prob": self.keep_prob,
        }
        # Go on as Trainer does whose settings are changed: from the state that the old ones led to.
        begun = told if self._told is None else self._told | {"batch_size": told["batch_size"]}
        data = self._columns(points), self._targets(y)
        trainer = Trainer(self.network_, *data, order_seed=self._order_seed, **begun)
        if self._state is not None:
            trainer.restore(self._state | {"theta": self.network_.theta})
            activations = (*[self.activation] * (self.network_.L - 1), self.network_.activations[-1])
            trainer.configure(activations=activations, **told)
        trainer.step(epochs * trainer.steps_per_epoch)
        if not np.isfinite(self.network_.theta).all():
            raise ValueError(f"training diverged; try a learning_rate below {self.learning_rate}")
        self._state, self._told = trainer.state(), told
        return self

    def _out(self, X) -> np.ndarray:
        """AL (n_y, m) for points X (m, n_x)."""
        if base is not None:
            validation.check_is_fitted(self)
            X = validation.validate_data(self, X, reset=False, dtype=[np.float64, np.float32])
        return self.network_.predict(self._columns(np.asarray(X)))


class DeepClassifier(ClassifierMixin, Deep):
    """A network for classes: one sigmoid for two of them, softmax for more.  Several labels a row, y (m, n_y)
    of 0 and 1, have a sigmoid each.

    >>> points, labels = [[0.0], [1.0], [2.0], [3.0]], ["low", "low", "high", "high"]
    >>> model = DeepClassifier((8,), epochs=500, random_state=0).fit(points, labels)
    >>> model.predict([[0.5], [2.5]]).tolist()
    ['low', 'high']
    """

    def partial_fit(self, X, y, classes=None):
        """One pass over the data; the first call begins, and may name all classes.  Gives self."""
        first = not hasattr(self, "network_")
        points, y = self._checked(X, y, first=first)
        if first:
            self._begin(points, y if classes is None or y.ndim == 2 else np.asarray(classes))
        elif classes is not None and not np.array_equal(np.unique(classes), self.classes_):
            raise ValueError(f"classes must be those of the first call, {self.classes_.tolist()}")
        unseen = np.setdiff1d(y, self.classes_ if y.ndim == 1 else (0, 1))
        if len(unseen):
            raise ValueError(f"y must hold classes named in the first call, got {unseen.tolist()}")
        return self._train(points, y, 1)

    def _answers(self, y):
        if base is not None:
            multiclass.check_classification_targets(y)
        if np.ndim(y) == 2 and y.shape[1] > 1:
            if not np.isin(y, (0, 1)).all():
                raise ValueError("y of several labels must hold 0 and 1 alone")
            return y
        return validation.column_or_1d(y, warn=True) if base is not None else np.ravel(y)

    def _output(self, y):
        self._several = y.ndim == 2
        if self._several:
            self.classes_ = np.arange(y.shape[1])
            return "sigmoid", y.shape[1]
        self.classes_ = np.unique(y)
        if len(self.classes_) < 2:
            raise ValueError(f"y must hold at least 2 classes, got one class: {self.classes_.tolist()}")
        return ("sigmoid", 1) if len(self.classes_) == 2 else ("softmax", len(self.classes_))

    def _targets(self, y):
        if self._several:
            return y.T
        labels = np.searchsorted(self.classes_, y)
        return labels[None] if len(self.classes_) == 2 else np.eye(len(self.classes_))[:, labels]

    def predict_proba(self, X) -> np.ndarray:
        """Probabilities (m, classes), in the order of classes_; of several labels that of each."""
        AL = self._out(X)  # (n_y, m)
        return np.vstack([1 - AL, AL]).T if len(self.classes_) == 2 and not self._several else AL.T

    def predict(self, X) -> np.ndarray:
        """The likeliest class of each point, (m,), or its several labels, (m, n_y)."""
        found = self.predict_proba(X)
        return (found > 0.5).astype(int) if self._several else self.classes_[found.argmax(axis=1)]


class DeepRegressor(RegressorMixin, Deep):
    """A network for a number, or several (y (m, n_y)), with squared error; y is standardised inside.

    >>> points = np.linspace(0, 1, 20)[:, None]
    >>> model = DeepRegressor((8,), "tanh", random_state=0, epochs=300).fit(points, points[:, 0] ** 2)
    >>> bool(model.score(points, points[:, 0] ** 2) > 0.98)
    True
    """

    def partial_fit(self, X, y):
        """One pass over the data; the first call begins.  Gives self."""
        first = not hasattr(self, "network_")
        points, y = self._checked(X, y, first=first)
        if first:
            self._begin(points, y)
        return self._train(points, y, 1)

    def _answers(self, y):
        if np.ndim(y) == 1 or y.shape[1] == 1:
            y = validation.column_or_1d(y, warn=True) if base is not None else np.ravel(y)
        return np.asarray(y, float)

    def _output(self, y):
        self.y_center_, spread = y.mean(axis=0), y.std(axis=0)
        self.y_spread_ = np.where(spread > 0, spread, 1.0)
        return "linear", 1 if y.ndim == 1 else y.shape[1]

    def _targets(self, y):
        return np.atleast_2d(((y - self.y_center_) / self.y_spread_).T)

    def predict(self, X) -> np.ndarray:
        """One number for each point, (m,), or several, (m, n_y)."""
        found = self._out(X).T * self.y_spread_ + self.y_center_
        return found[:, 0] if np.ndim(self.y_spread_) == 0 else found
