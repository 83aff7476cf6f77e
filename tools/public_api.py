# pyright: standard, reportUnnecessaryTypeIgnoreComment=true
"""Code as users write it. Pyright must understand every line: names, arguments, methods that higher floors add. It is
not run."""
from pathlib import Path

from torch import nn

from minifast.vision.all import (
    URLs, CategoryBlock, CrossEntropyLossFlat, DataBlock, ImageBlock, ImageDataLoaders, Learner, RandomSplitter, Resize,
    accuracy, aug_transforms, error_rate, get_image_files, load_learner, parent_label, untar_data, vision_learner)


def fine_tune_a_folder(path: Path) -> None:
    dls = ImageDataLoaders.from_folder(path, valid_pct=0.2, seed=42, item_tfms=Resize(128), batch_tfms=aug_transforms())
    dls.show_batch(max_n=4)
    learn = vision_learner(dls, 'resnet18', metrics=[accuracy, error_rate])
    learn.lr_find()
    learn.fine_tune(3, base_lr=2e-3)
    learn.show_results()
    learn.export(path/'model.pkl')
    prediction, index, probabilities = load_learner(path/'model.pkl').predict(path/'a.jpg')


def own_model(model: nn.Module) -> None:
    block = DataBlock(blocks=(ImageBlock, CategoryBlock), get_items=get_image_files, splitter=RandomSplitter(seed=1),
                      get_y=parent_label, item_tfms=Resize(64))
    dls = block.dataloaders(untar_data(URLs.CLIPART), bs=32)
    learn = Learner(dls, model, loss_func=CrossEntropyLossFlat(), metrics=accuracy, wd=0.01)
    learn.fit_one_cycle(3, lr_max=1e-3)
    learn.recorder.plot_loss()
    preds, targets = learn.get_preds()
    learn.save('weights')


def mistakes(model: nn.Module) -> None:
    "What a type checker must refuse: an unneeded `ignore` is an error too."
    Learner(model=model)                                              # pyright: ignore[reportCallIssue]
    Resize(side=3)                                                    # pyright: ignore[reportCallIssue]
