"""What each control does, in a sentence or two: what happens when it is turned up or down."""

HELP = {
    "learning_rate": (
        "How far each update moves the weights against the gradient. Too small: nothing seems to happen. Too "
        "large: the cost jumps or the run diverges. Choose one, or type any number."
    ),
    "activation": (
        "What each neuron does with its weighted sum. Without a bend (linear) any number of layers is still "
        "one straight cut. Changes at once; the weights stay."
    ),
    "activations": (
        "What the neurons of this layer do, if not what those of all the others do. A relu layer behind a "
        "tanh one bends smooth curves sharply. Changes at once; the weights stay."
    ),
    "batch_norm": (
        "These layers bring their sums to mean 0 and variance 1 over each batch, then scale and shift them "
        "as they learn to. Deep networks then stand higher rates; very small batches make it noisy. Starts "
        "over."
    ),
    "batch_size": (
        "Rows behind each update. Few: many quick, noisy updates. All: few smooth ones. Choose one, or type "
        "any number."
    ),
    "optimizer": (
        "How a gradient becomes a step: momentum rolls on, RMSProp and Adam give every weight a step size of "
        "its own. The weights stay."
    ),
    "initializer": (
        "The weights at step 0. Too small a spread, and a deep network passes no signal; all equal, and all "
        "neurons stay equal. Starts over."
    ),
    "initial_scale": (
        "What the draws are multiplied by; the article takes 0.01. Larger: the signal gets through deep "
        "networks, then saturates. 0 takes the usual one. Starts over."
    ),
    "regularization": (
        "A price on large weights. L2 shrinks all of them; L1 drives the useless ones to zero. Smoother "
        "borders, less overfitting."
    ),
    "regularization_rate": "How high that price is. Too high, and the weights shrink to nothing.",
    "output": (
        "How two classes are answered: by a probability from 0 to 1, or by tanh from -1 to 1, whose squared "
        "error learns slowly where it is certain and wrong. Starts over."
    ),
    "loss": (
        "What is minimized. Cross-entropy punishes confident mistakes hard; squared error forgives them, and "
        "learns slowly from them."
    ),
    "momentum": (
        "Share of the last direction that each step keeps (β₁). Higher: smoother, and slower to turn."
    ),
    "beta2": "How long the optimizer remembers the size of past gradients (β₂).",
    "label_smoothing": (
        "This share of every target is spread over all classes: the network is never asked to be quite "
        "certain, so its weights stay smaller and its borders softer."
    ),
    "class_weights": (
        "Balanced: rows of a rare class count for more, so that it is not simply overruled. The costs on show"
        " stay those without weights."
    ),
    "epsilon": (
        "Added to what the gradient is divided by, so that a weight with hardly any gradient makes no giant "
        "step. A large ε turns Adam into plain momentum."
    ),
    "weight_decay": (
        "AdamW pulls every parameter this much towards 0 in each step, times the rate. More: a smoother "
        "border; too much: a network that forgets."
    ),
    "clip_norm": (
        "A longer gradient is shortened to this length, so that one wild batch cannot throw the weights far. "
        "0 shortens nothing."
    ),
    "schedule": (
        "How the learning rate changes on the way. Large steps find the valley, smaller ones then settle in "
        "it. Warm-up begins small, so that the first, wild gradients do little harm."
    ),
    "schedule_span": (
        "Over how many updates the schedule runs, counted from step 0. Fewer: the rate changes sooner."
    ),
    "schedule_decay": (
        "What the rate is multiplied by in each such stretch. Smaller: it falls faster, and learning may end "
        "too early."
    ),
    "keep_prob": (
        "Share of hidden neurons that take part in a step; the others are silent (dropout). Below 1 no neuron"
        " can rely on another: less overfitting, and slower, noisier learning."
    ),
    "stop_steps": "The run stops when it has made so many updates. 0: never.",
    "stop_cost": (
        "The run stops at the end of the first epoch with a training cost as low as this. 0: never."
    ),
    "stop_accuracy": (
        "The run stops at the end of the first epoch with a training accuracy (or R²) as high as this: 0.95 "
        "for 95 %. 0: never."
    ),
    "stop_plateau": (
        "The run stops when the training cost has not fallen for so many epochs: it has learned what it can "
        "at this rate. Any change begins the count anew. 0: never."
    ),
    "plateau_fall": "A fall of the training cost by no more than this does not end a plateau.",
    "stop_early": (
        "Early stopping: the run stops when the cost on the test rows has not fallen for so many epochs, and "
        "offers to go back to the step where it was least. Any change begins the count anew. 0: never."
    ),
    "stop_divergence": (
        "The run stops at the end of an epoch when the training cost is more than so many times what it was "
        "at the start: a rate that is too high. 0: only where no number can hold the weights."
    ),
    "precision": (
        "Digits of every number: float64 carries 16, float32 7. On large networks float32 is faster."
    ),
    "seed": (
        "Draws the initial weights and the order of the rows. The same seed repeats the run digit for digit."
    ),
    "data_seed": "Draws the points and which of them are test points.",
}
